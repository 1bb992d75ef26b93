"""The body of each kind of administrative document: the turns of phrase that tell the kinds apart."""

# ruff: noqa: ARG001 -- every body takes the same arguments, so that one table can hold them all

from random import Random

from bench.render.offices import Office
from bench.render.people import some_person
from bench.render.phrases import grounds, sentences
from bench.render.sheet import Paper

_INDENT = 11.0


def para(paper: Paper, text: str) -> None:
    paper.lines(text, indent_mm=_INDENT)


def centre(paper: Paper, text: str) -> None:
    paper.lines(f"<b>{text}</b>", align="centre", after_mm=2.5)


def _grounds(paper: Paper, rng: Random, count: int) -> None:
    for ground in grounds(rng, count):
        para(paper, f"<i>{ground}</i>")


def _issuer(office: Office) -> str:
    return f"{office.head} {office.name}" if office.acts_for else office.name


def plain(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(
        paper, f"{office.spoken} xin thông tin một số nội dung liên quan đến việc {topic} như sau:"
    )
    for _ in range(rng.randint(2, 3)):
        para(paper, sentences(rng, 2))
    para(paper, f"{sentences(rng, 1)[:-1]}./.")


def numbered(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(
        paper,
        f"Thời gian qua, việc {topic} đã đạt được những kết quả bước đầu. Để khắc phục các tồn tại, hạn chế, {office.head.capitalize()} yêu cầu:",
    )
    for number in range(1, rng.randint(4, 6)):
        para(paper, f"<b>{number}.</b> {sentences(rng, 2)}")
    para(paper, f"{sentences(rng, 1)[:-1]}./.")


def decision(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    centre(paper, _issuer(office))
    _grounds(paper, rng, rng.randint(2, 4))
    para(paper, "<i>Theo đề nghị của Trưởng phòng Tổ chức - Hành chính.</i>")
    centre(paper, "QUYẾT ĐỊNH:")
    para(
        paper,
        f"<b>Điều 1.</b> Thực hiện việc {topic}, với các nội dung chủ yếu sau: {sentences(rng, 2)}",
    )
    para(paper, f"<b>Điều 2.</b> {sentences(rng, rng.randint(2, 4))}")
    para(
        paper,
        "<b>Điều 3.</b> Quyết định này có hiệu lực thi hành kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    )


def resolution(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    centre(paper, office.name)
    _grounds(paper, rng, 3)
    centre(paper, "QUYẾT NGHỊ:")
    para(paper, f"<b>Điều 1.</b> Thông qua nội dung {topic}. {sentences(rng, 2)}")
    para(paper, f"<b>Điều 2.</b> {sentences(rng, 2)}")
    para(paper, "<b>Điều 3.</b> Nghị quyết này có hiệu lực kể từ ngày được thông qua./.")


def articles(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    centre(paper, "Chương I\nQUY ĐỊNH CHUNG")
    for number in range(1, rng.randint(5, 7)):
        if number == 3:
            centre(paper, "Chương II\nTỔ CHỨC THỰC HIỆN")
        para(
            paper,
            f"<b>Điều {number}. {('Phạm vi điều chỉnh', 'Đối tượng áp dụng', 'Nguyên tắc', 'Trách nhiệm', 'Kinh phí', 'Điều khoản thi hành')[number - 1]}</b>",
        )
        para(paper, sentences(rng, 2))
    para(paper, f"Văn bản này điều chỉnh việc {topic}./.")


def plan(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(
        paper,
        f"Thực hiện nhiệm vụ được giao về việc {topic}, {office.spoken} xây dựng nội dung thực hiện như sau:",
    )
    for heading in ("I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG, THỜI GIAN", "III. TỔ CHỨC THỰC HIỆN"):
        para(paper, f"<b>{heading}</b>")
        for number in range(1, rng.randint(3, 4)):
            para(paper, f"{number}. {sentences(rng, 2)}")
    para(paper, "Trên đây là nội dung thực hiện; yêu cầu các đơn vị nghiêm túc triển khai./.")


def report(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    paper.lines(
        f"Kính gửi: Ủy ban nhân dân {office.place.province.titled}.", align="centre", after_mm=3
    )
    para(paper, f"{office.spoken} báo cáo kết quả {topic} như sau:")
    for heading in (
        "I. KẾT QUẢ ĐẠT ĐƯỢC",
        "II. TỒN TẠI, HẠN CHẾ",
        "III. PHƯƠNG HƯỚNG THỜI GIAN TỚI",
    ):
        para(paper, f"<b>{heading}</b>")
        para(paper, sentences(rng, 3))
    para(paper, "Trên đây là báo cáo của đơn vị./.")


def minutes(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    chair, clerk = some_person(rng).name, some_person(rng).name
    para(
        paper,
        f"Thời gian bắt đầu: 08 giờ {rng.randint(10, 50)} phút. Địa điểm: phòng họp số {rng.randint(1, 4)}.",
    )
    para(paper, "Hôm nay, vào hồi thời gian nêu trên, các thành phần gồm có:")
    para(paper, f"- Chủ trì (chủ tọa): ông/bà {chair};")
    para(paper, f"- Thư ký (người ghi biên bản): ông/bà {clerk}.")
    para(paper, f"Nội dung: bàn về {topic}. {sentences(rng, 3)}")
    para(paper, f"{sentences(rng, 2)} Cuộc họp kết thúc vào 11 giờ 30 phút cùng ngày./.")


def submission(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    paper.lines(
        f"Kính gửi: Ủy ban nhân dân {office.place.province.titled}.", align="centre", after_mm=3
    )
    para(
        paper,
        f"Căn cứ chức năng, nhiệm vụ được giao, đơn vị kính trình xem xét, quyết định việc {topic}. {sentences(rng, 2)}",
    )
    para(paper, sentences(rng, 3))
    para(paper, "Kính đề nghị quý cấp xem xét, phê duyệt./.")


def contract(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    _grounds(paper, rng, 2)
    other = some_person(rng)
    para(paper, "Hôm nay, hai bên chúng tôi gồm:")
    para(paper, f"<b>BÊN A: {office.name}</b>")
    para(
        paper,
        f"Đại diện: ông {some_person(rng, is_male=True).name}. Chức vụ: {office.head.capitalize()}.",
    )
    para(paper, "<b>BÊN B: CÔNG TY TNHH BẾN TRĂNG</b>")
    para(paper, f"Đại diện: {other.name}. Địa chỉ: {other.address}.")
    para(
        paper,
        f"<b>Điều 1.</b> Nội dung hợp đồng: Bên A giao cho Bên B {topic}. {sentences(rng, 1)}",
    )
    para(paper, f"<b>Điều 2.</b> Giá trị và phương thức thanh toán. {sentences(rng, 2)}")
    para(
        paper,
        "<b>Điều 3.</b> Hợp đồng lập thành bốn bản có giá trị như nhau, mỗi bên giữ hai bản./.",
    )


def letter(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    if rng.random() < 0.5:
        paper.lines("Kính gửi: Các phòng, ban, đơn vị trực thuộc.", align="centre", after_mm=4)
    else:
        paper.lines("Kính gửi:", x_mm=paper.left_mm + 30, align="left", after_mm=0.5)
        for name in ("- Thủ trưởng các cơ quan chuyên môn;", "- Ủy ban nhân dân các xã, phường."):
            paper.lines(name, x_mm=paper.left_mm + 50, align="left", after_mm=0.5)
        paper.skip(3)
    para(
        paper,
        f"Thực hiện chỉ đạo của cấp trên về việc {topic}, {office.spoken} đề nghị các đơn vị triển khai một số nội dung sau:",
    )
    for number in range(1, rng.randint(3, 5)):
        para(paper, f"{number}. {sentences(rng, 2)}")
    para(paper, "Đề nghị các cơ quan, đơn vị phối hợp thực hiện./.")


def telegram(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    paper.lines(f"<b>{office.name} điện:</b>", align="centre", after_mm=1)
    paper.lines("- Chủ tịch Ủy ban nhân dân các xã, phường;", x_mm=paper.left_mm + 35, align="left")
    para(
        paper,
        f"Theo tin của cơ quan dự báo, tình hình diễn biến phức tạp. Để chủ động {topic}, yêu cầu:",
    )
    for number in range(1, 4):
        para(paper, f"{number}. {sentences(rng, 2)}")
    para(paper, "Nhận được Công điện này, yêu cầu tổ chức thực hiện ngay./.")


def agreement(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(
        paper,
        f"Trên tinh thần hợp tác, {office.spoken} và Công ty Cổ phần Đồi Gió cùng thống nhất về {topic} với những điểm sau đây:",
    )
    for number in range(1, 5):
        para(paper, f"<b>Điều {number}.</b> {sentences(rng, 2)}")
    para(paper, "Văn bản được lập thành hai bản, mỗi bên giữ một bản./.")


def mandate(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    giver, taker = some_person(rng), some_person(rng)
    _grounds(paper, rng, 1)
    para(paper, f"<b>Người ủy quyền:</b> {giver.name}, {office.head.capitalize()} {office.spoken}.")
    para(paper, f"<b>Người được ủy quyền:</b> {taker.name}, {office.deputy.capitalize()}.")
    para(
        paper,
        f"Nội dung ủy quyền: thay mặt giải quyết các công việc về {topic}. {sentences(rng, 1)}",
    )
    para(
        paper,
        "Người được ủy quyền không được ủy quyền lại cho người khác. Thời hạn ủy quyền: 06 tháng./.",
    )


def invitation(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(paper, f"{office.spoken} trân trọng kính mời: Ông (Bà) {some_person(rng).name}.")
    para(paper, f"Tới dự cuộc họp về {topic}.")
    para(
        paper,
        "Chủ trì: Lãnh đạo cơ quan. Thời gian: 14 giờ 00 phút ngày thứ Ba. Địa điểm: Hội trường tầng 2.",
    )
    para(paper, "Đề nghị ông (bà) sắp xếp thời gian đến dự đúng thành phần./.")


def introduction(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    person = some_person(rng)
    para(paper, f"{office.spoken} trân trọng giới thiệu:")
    para(paper, f"Ông (bà): <b>{person.name}</b>. Chức vụ: Chuyên viên.")
    para(paper, "Được cử đến: Trung tâm Phục vụ hành chính công.")
    para(
        paper,
        f"Về việc: {topic}. Đề nghị quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.",
    )
    para(paper, "Giấy này có giá trị đến hết ngày 31 tháng 12./.")


def leave(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    person = some_person(rng)
    para(paper, f"Xét đơn xin nghỉ phép của ông (bà) {person.name}, {office.spoken} cấp cho:")
    para(paper, f"Ông (bà): <b>{person.name}</b>. Chức vụ: Chuyên viên.")
    para(paper, f"Được nghỉ phép trong thời gian {rng.randint(3, 12)} ngày, tại {person.address}.")
    para(paper, "Số ngày nghỉ phép nêu trên được tính vào thời gian nghỉ hằng năm./.")


def dispatch(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(paper, f"{office.spoken} gửi kèm theo phiếu này các văn bản, tài liệu sau về {topic}:")
    for number in range(1, rng.randint(3, 5)):
        para(paper, f"{number}. Tập tài liệu số {number}, gồm {rng.randint(2, 40)} trang;")
    para(paper, "Sau khi nhận được, đề nghị gửi lại phiếu này cho cơ quan gửi./.")


def forwarding(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    person = some_person(rng)
    para(
        paper,
        f"{office.spoken} nhận được đơn của {person.name}, trú tại {person.address}, về {topic}.",
    )
    para(
        paper,
        "Căn cứ quy định, đơn thuộc thẩm quyền giải quyết của quý cơ quan. Kính chuyển để xem xét, giải quyết theo quy định và trả lời người có đơn./.",
    )


def open_letter(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(paper, "<i>Thân gửi các đồng chí, các bạn và toàn thể người lao động,</i>")
    for _ in range(3):
        para(paper, sentences(rng, 2))
    para(paper, f"Tôi mong mỗi người tiếp tục góp sức vào việc {topic}. Thân ái!")


def law(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    para(paper, "<i>Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;</i>")
    para(paper, f"<i>{office.spoken} ban hành văn bản này.</i>")
    articles(paper, rng, office, topic)


def norm(paper: Paper, rng: Random, office: Office, topic: str) -> None:
    _grounds(paper, rng, 3)
    para(paper, f"<i>{office.head.capitalize()} ban hành văn bản {topic}.</i>")
    articles(paper, rng, office, topic)
