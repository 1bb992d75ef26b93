"""Set phrases of administrative Vietnamese, whose letters under the marks have one spelling.

Where an engine reads `kiên nghị` or `bỗ sung`, no such words exist beside each other; the set phrase does. Only phrases
are listed whose bare letters cannot mean anything else in an official text. Order by subject, not by sample.
"""

from itertools import pairwise

from digitize.text import fold

_PHRASES = """
sửa đổi bổ sung, bãi bỏ, thay thế, ban hành kèm theo, quy định chi tiết, hướng dẫn thi hành, hướng dẫn thực hiện
chức năng nhiệm vụ quyền hạn và cơ cấu tổ chức của, tổ chức bộ máy, vị trí việc làm, biên chế, kiện toàn
ban chỉ đạo, chỉ thị, chỉ số, chỉ định, chỉ dẫn, chỉ huy, địa chỉ, chứng chỉ, chi phí, chi trả, chi cục, chi nhánh, dự toán chi
thành lập, giải thể, sáp nhập, bổ nhiệm, điều động, luân chuyển, miễn nhiệm, phê chuẩn, phân công nhiệm vụ
phê duyệt, thẩm định, thẩm tra, điều chỉnh, quy hoạch, kế hoạch, chương trình, đề án, dự án, danh mục, quyết toán
dự toán, ngân sách nhà nước, kinh phí, đầu tư công, đấu thầu, giải ngân, thuế, phí và lệ phí, tài chính
công bố, công khai, báo cáo, kết luận của, tổng kết, sơ kết, kiểm điểm, đánh giá kết quả thực hiện
phản ánh kiến nghị, khiếu nại tố cáo, tiếp công dân, giải quyết đơn thư, xử lý vi phạm hành chính
thủ tục hành chính, cải cách hành chính, kiểm soát thủ tục, một cửa liên thông, dịch vụ công trực tuyến
chuyển đổi số, công nghệ thông tin, chữ ký số, số hóa hồ sơ, lưu trữ, văn thư, cơ sở dữ liệu
tăng cường công tác quản lý nhà nước, chấn chỉnh, kỷ luật kỷ cương, đẩy mạnh, triển khai thực hiện, tổ chức thực hiện
phòng chống tham nhũng, phòng chống thiên tai, phòng cháy chữa cháy, cứu nạn cứu hộ, bảo đảm an toàn, an ninh trật tự
an toàn thực phẩm, an toàn giao thông, bảo vệ môi trường, biến đổi khí hậu, tài nguyên khoáng sản
chuyển mục đích sử dụng đất, thu hồi đất, giao đất, cho thuê đất, hệ số điều chỉnh giá đất, bồi thường hỗ trợ tái định cư
giấy chứng nhận, quyền sử dụng đất, đăng ký kinh doanh, doanh nghiệp, hộ kinh doanh, hợp tác xã
phát triển kinh tế xã hội, xây dựng nông thôn mới, giảm nghèo bền vững, hộ nghèo, hộ cận nghèo, người có công
bảo hiểm xã hội, bảo hiểm y tế, lao động việc làm, tiền lương, trợ cấp, chính sách hỗ trợ, trẻ em, bình đẳng giới
giáo dục và đào tạo, trung học phổ thông, trung học cơ sở, tiểu học, mầm non, học phí, học kỳ, tuyển sinh, tốt nghiệp
khám bệnh chữa bệnh, phòng chống dịch, y tế, dược, sức khỏe nhân dân, văn hóa thể thao và du lịch, di tích
cuộc họp, hội nghị, kỳ họp, đại hội, kỷ niệm, thi đua khen thưởng, tặng bằng khen
giám sát, thanh tra, kiểm tra, kiểm toán, xử lý các, rà soát, hệ thống hóa, văn bản quy phạm pháp luật
hết hiệu lực, có hiệu lực thi hành, một số điều của, một số nội dung, một số nhiệm vụ giải pháp, trên địa bàn tỉnh
trên địa bàn thành phố, trên địa bàn huyện, của tỉnh, đối với, liên quan đến, cán bộ công chức viên chức
đội ngũ, chế độ, tiêu chuẩn định mức, quy chế làm việc, quy trình nội bộ, thị trường
thay đổi thông tin, đăng ký biến động, thực phẩm, tiếp nhận hồ sơ, trả kết quả, thẩm quyền giải quyết, bổ túc, tổ dân phố, nhà ở riêng lẻ, hướng dẫn hoàn thiện
bình ổn giá, bình ổn thị trường, đảm bảo, bảo đảm, công ty cổ phần, công ty trách nhiệm hữu hạn, cổng thông tin điện tử, thường trực hội đồng, thường trực tỉnh ủy, phòng ban chuyên môn, văn phòng, nơi nhận, nhập khẩu, xuất khẩu, hóa đơn điện tử, tết nguyên đán, ủy quyền, ủy ban nhân dân
"""


def _pairs() -> dict[tuple[str, str], tuple[str, str]]:
    """Neighbouring syllables of every phrase by their bare letters."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for phrase in _PHRASES.replace("\n", ",").split(","):
        syllables = phrase.split()
        for one, other in pairwise(syllables):
            found[fold(one), fold(other)] = (one, other)
    return found


SET_PAIRS = _pairs()
"""Bare letters of two neighbours → their spelling."""
