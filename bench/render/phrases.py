"""What official papers talk about: matters, grounds and sentences to fill their bodies.

The sentences are invented; they only have to read like office Vietnamese and use its whole alphabet.
"""

from random import Random

MATTERS = (
    "tăng cường số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính trên địa bàn",
    "phân công nhiệm vụ trực tại Bộ phận Tiếp nhận và Trả kết quả trong dịp nghỉ lễ",
    "kiểm tra công tác cải cách hành chính tại các cơ quan, đơn vị năm {year}",
    "điều chỉnh dự toán chi sự nghiệp giáo dục được giao năm {year}",
    "hỗ trợ kinh phí sửa chữa đường giao thông nông thôn bị hư hỏng do mưa lũ",
    "rà soát quỹ đất công ích do xã, phường quản lý",
    "kiện toàn Ban Chỉ đạo chuyển đổi số và cải cách hành chính",
    "bảo đảm an toàn phòng cháy, chữa cháy tại các khu dân cư tập trung",
    "phối hợp tuyển chọn học sinh tham dự kỳ thi sáng tạo kỹ thuật",
    "tổ chức hội nghị đối thoại với doanh nghiệp quý {quarter} năm {year}",
    "công bố kết quả bình chọn sản phẩm nông nghiệp tiêu biểu",
    "quản lý, khai thác công trình cấp nước sạch nông thôn tập trung",
    "tiếp nhận, trả lời phản ánh, kiến nghị của người dân qua cổng thông tin",
    "thực hiện chế độ báo cáo định kỳ về công tác văn thư, lưu trữ",
    "cử cán bộ đi học lớp bồi dưỡng kiến thức quốc phòng, an ninh khóa {quarter}",
    "thu hồi diện tích đất lâm nghiệp sử dụng sai mục đích tại khu vực giáp ranh",
    "cho phép nạo vét lòng hồ, kết hợp thu hồi vật liệu san lấp",
    "trích lập Quỹ khen thưởng và chi mừng thọ người cao tuổi",
    "giao chỉ tiêu tuyển quân cho các xã, phường năm {year}",
    "xét tặng danh hiệu Nghệ nhân ưu tú trong lĩnh vực di sản văn hóa phi vật thể",
    "tạm dừng khai thác bến đò ngang trong mùa lũ quý {quarter}",
    "tiêm vắc xin phòng bệnh lở mồm long móng cho đàn gia súc",
    "thanh lý tài sản cố định đã hết khấu hao",
    "chấm dứt hợp đồng thuê mặt bằng chợ và bàn giao hạ tầng kỹ thuật",
    "nghỉ hưu trước tuổi đối với viên chức ngành khuyến nông",
    "đính chính Phụ lục ban hành kèm theo bảng giá nước sạch sinh hoạt",
    "vận hành hồ chứa thủy điện bảo đảm nước tưới vụ hè thu năm {year}",
    "mở thêm làn đường dành riêng cho xe buýt nhanh",
    "khảo sát giếng khoan bị nhiễm mặn và lắp bồn lọc cho trường học",
    "đặt tên đường, phố mới tại khu đô thị phía nam",
    "ủng hộ đồng bào bị thiệt hại do bão và hoàn lưu sau bão",
    "truy thu tiền thuê đất còn nợ của các hộ tiểu thương",
)

# All older than any paper drawn, so that nothing cites the future.
GROUNDS = (
    "Căn cứ Luật Kế toán ngày 17 tháng 6 năm 2003;",
    "Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ về công tác văn thư;",
    "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục hành chính;",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015;",
    "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015;",
)

SENTENCES = (
    "Các cơ quan, đơn vị chủ động bố trí nhân lực, trang thiết bị và đường truyền để việc tiếp nhận, quét và lưu trữ giấy tờ không bị gián đoạn trong giờ làm việc.",
    "Người đứng đầu chịu trách nhiệm về tiến độ, chất lượng và tính chính xác của số liệu báo cáo; kịp thời chấn chỉnh những trường hợp để hồ sơ quá hạn mà không có lý do chính đáng.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh bằng văn bản trước ngày 25 hằng tháng để được tổng hợp, xem xét và hướng dẫn.",
    "Kinh phí thực hiện được bố trí trong dự toán chi thường xuyên đã giao, bảo đảm tiết kiệm, đúng mục đích và đúng chế độ hiện hành.",
    "Đối với các nội dung đã quá thời hạn xử lý, yêu cầu rà soát nguyên nhân, làm rõ trách nhiệm của từng bộ phận và có phương án khắc phục ngay trong quý.",
    "Việc cập nhật dữ liệu phải bảo đảm đầy đủ, thống nhất giữa bản giấy và bản điện tử; không yêu cầu người dân nộp lại giấy tờ đã có trong kho dữ liệu.",
    "Qua kiểm tra thực tế cho thấy tỷ lệ xử lý đúng hạn đạt 97,35%, tăng 2,4% so với cùng kỳ; số hồ sơ tồn đọng giảm từ 318 xuống còn 46 trường hợp.",
    "Giao bộ phận chuyên môn theo dõi, đôn đốc, kiểm tra và định kỳ báo cáo kết quả thực hiện theo quy định.",
    "Đề nghị quan tâm tuyên truyền, phổ biến rộng rãi đến cán bộ, công chức, viên chức, người lao động và nhân dân biết để phối hợp thực hiện.",
    "Thời gian thực hiện kể từ ngày ký đến hết tháng 12, chia làm ba đợt; kết quả từng đợt được niêm yết công khai tại trụ sở.",
)

RECIPIENTS = (
    "Như Điều 3",
    "Như trên",
    "Thường trực cơ quan",
    "Các phòng, ban chuyên môn",
    "Cổng thông tin điện tử",
    "Đài truyền thanh",
    "Lưu: VT, TH",
)


def matter(rng: Random, year: int) -> str:
    return rng.choice(MATTERS).format(year=year, quarter=rng.choice(("I", "II", "III")))


def grounds(rng: Random, count: int) -> list[str]:
    return sorted(rng.sample(GROUNDS, count), key=GROUNDS.index)


def sentences(rng: Random, count: int) -> str:
    return " ".join(rng.sample(SENTENCES, count))


def recipients(rng: Random) -> tuple[str, ...]:
    return (*rng.sample(RECIPIENTS[:-1], rng.randint(2, 4)), RECIPIENTS[-1])
