// Promises "Hướng dẫn kiểm tra": three steps for anybody with a browser, and the same by stock tools for an expert.
import { type DossierFacts, inGroups } from "./dossier-facts.ts";
import { html, type Markup } from "./html.ts";
import { documentHead, factTable, hashPrint } from "./page-frame.ts";

export function guideBody(d: DossierFacts): Markup {
  return html`${documentHead(d.office, null, "HƯỚNG DẪN", "Kiểm tra gói dữ liệu điện tử đã niêm phong")}
    <p>Gói mã ${d.packageId}. Việc kiểm tra không cần mạng, không cần cài đặt chương trình, không làm thay đổi gói.</p>
    <h2>1. Kiểm tra bằng trình duyệt</h2>
    <ol>
      <li>Chép tệp ZIP từ phương tiện vào máy tính. Không sửa, không nén lại, không đổi nội dung tệp.</li>
      <li>
        Mở trang kiểm tra: dùng tệp MO-TRUOC.html <b>do bên giao công bố riêng</b> (trang thông tin điện tử, thư điện tử
        công vụ hoặc phương tiện khác), nháy đúp để mở bằng trình duyệt. Ngắt mạng trước khi mở cũng được.
      </li>
      <li>
        Kéo tệp ZIP vào trang (hoặc bấm nút chọn tệp) và chờ kết quả. Từng mục được trả lời: chứng minh được, chưa chứng
        minh được, hoặc trái với dữ liệu.
      </li>
      <li>
        Gõ vào ô “Đối chiếu khóa ký” của trang vân tay in trong biên bản giao nhận đã ký, hoặc so từng nhóm bốn ký tự
        với vân tay mà trang hiển thị:
      </li>
    </ol>
    ${hashPrint(d.keyFingerprint)}
    <h2>2. Vì sao phải dùng trang kiểm tra công bố riêng</h2>
    <p>
      <b>Trang kiểm tra lấy từ chính gói không chứng minh được gì đối với người làm giả gói:</b> ai thay được dữ liệu
      thì cũng thay được trang kiểm tra đi kèm. Hãy lấy bản do bên giao công bố riêng và so mã băm SHA-256 của nó với mã
      dưới đây, đối chiếu trên giấy đã ký:
    </p>
    ${factTable([
      ["MO-TRUOC.html", inGroups(d.verifier.htmlSha256)],
      ["verify.mjs", inGroups(d.verifier.mjsSha256)],
    ])}
    <h2>3. Đọc kết quả</h2>
    <ul>
      <li><b>Chứng minh được:</b> phép kiểm tra đạt và dựa trên khóa, chứng thư mà người kiểm tra đã chọn tin.</li>
      <li>
        <b>Chưa chứng minh được:</b> dữ liệu không mâu thuẫn nhưng thiếu căn cứ, ví dụ chưa có dấu thời gian, hoặc chưa
        so vân tay khóa.
      </li>
      <li>
        <b>Trái với dữ liệu:</b> có chỗ đã bị thay đổi hoặc không khớp; trang nêu đúng chỗ đó. Không dùng gói này, báo
        lại bên giao.
      </li>
    </ul>
    <p>
      Dấu thời gian, chữ ký chứng minh dữ liệu không đổi từ khi niêm phong và ai đã niêm phong; việc nội dung có đúng sự
      thật hay không, có vi phạm hay không do người có thẩm quyền kết luận.
    </p>
    <h2>4. Nội dung gói</h2>
    ${factTable([
      ["data/niem-phong", "bản niêm phong, giữ nguyên; không mở để làm việc"],
      ["data/ban-lam-viec", "ảnh, văn bản, mã trang, danh sách yêu cầu mạng để xem xét, trích xuất"],
      ["data/goc", "bản chụp trước đó mà bản niêm phong dẫn tới (nếu có)"],
      ["data/chuoi-luu-giu", "nhật ký lưu giữ và bằng chứng của từng mục"],
      ["data/khoa", "khóa, chứng thư mà gói này tự khai; chỉ để đối chiếu với bản giấy"],
      ["data/tai-lieu", "biên bản, phụ lục, hướng dẫn này"],
    ])}
    <p>
      Bản niêm phong có đuôi .wacz (WACZ 1.1.1) mở được bằng phần mềm phát lại thông dụng; khi phát lại, dùng máy không
      nối mạng.
    </p>
    <h2 style="break-before:page">PHỤ LỤC CHO CHUYÊN GIA: kiểm tra bằng công cụ có sẵn</h2>
    ${expertSteps(d)}`;
}

function expertSteps(d: DossierFacts): Markup {
  const id = d.captures[0]!.facts.captureId;
  const sealed = `data/niem-phong/${id}`;
  const token = d.captures.flatMap((c) => c.tokens.map((t) => ({ id: c.facts.captureId, name: t.name })))[0];
  const stamp = token
    ? `openssl ts -verify -data data/niem-phong/${token.id}/manifest.json -in data/niem-phong/${token.id}/${token.name} -CAfile goc-tsa.pem`
    : `openssl ts -verify -data ${sealed}/manifest.json -in ${sealed}/${id}.1.tsr -CAfile goc-tsa.pem`;
  return html`<p>
      Giải nén vào thư mục trống rồi chạy từ thư mục đó. Các tệp gốc (goc-tsa.pem, goc-co-quan.pem) lấy từ nguồn độc lập
      với gói.
    </p>
    <p class="flat">a) Tệp ZIP còn nguyên và mọi tệp khớp mã băm (BagIt, RFC 8493):</p>
    <pre>
unzip -t GOI.zip
unzip GOI.zip -d kiem-tra &amp;&amp; cd kiem-tra
sha256sum -c manifest-sha256.txt
sha256sum -c tagmanifest-sha256.txt</pre>
    <p class="flat">b) Bản kê đúng là bản kê trong bản niêm phong; mã băm của bản niêm phong có trong biên bản:</p>
    <pre>
unzip -p ${sealed}/${id}.wacz evidence/manifest.json | sha256sum
sha256sum ${sealed}/manifest.json ${sealed}/${id}.wacz</pre>
    <p class="flat">
      c) Dấu thời gian trên bản kê (RFC
      3161)${token ? "" : "; gói này chưa có dấu thời gian, lệnh dưới đây dùng khi có"}:
    </p>
    <pre>${stamp}</pre>
    <p class="flat">
      d) Chữ ký số của cơ quan (CMS, RFC
      5652)${d.officeCertificate ? "" : "; gói này chưa ký bằng chứng thư cơ quan, lệnh dưới đây dùng khi có"}:
    </p>
    <pre>
openssl cms -verify -binary -inform DER -in data/package.json.p7s -content data/package.json -CAfile goc-co-quan.pem -purpose any -out /dev/null</pre>
    <p class="flat">
      đ) Chữ ký của khóa niêm phong: ECDSA P-384 (r‖s, base64) trên chuỗi “sha256:” nối mã băm của data/package.json;
      khóa ở data/package.json.sig. Vân tay khóa là SHA-256 của khóa công khai dạng DER:
    </p>
    <pre>openssl pkey -pubin -in data/khoa/seal-key.pub.pem -outform DER | sha256sum</pre>
    <p class="flat">e) Toàn bộ các phép kiểm tra (Node.js 20 trở lên, không cần thư viện):</p>
    <pre>node verify.mjs --trust tin-cay.pem GOI.zip</pre>
    <p>
      Định dạng từng tệp được mô tả trong tài liệu FORMAT.md công bố cùng mã nguồn của chương trình ${d.software}.
    </p>`;
}
