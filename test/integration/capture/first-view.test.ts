// Promises that a page which draws another face while its tiles are shot is not called captured.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSite, type Site } from "./site.ts";
import { visitOnce } from "./visit-once.ts";

const body = `<body style="margin:0;background:#fff"><h1>Trang hiền lành</h1><div style="height:6000px"></div>`;
const swap = `<script>addEventListener("resize", () => { document.body.style.background = "#c00"; document.body.innerHTML = "<h1>Mặt khác</h1><div style='height:6000px'></div>"; });</script>`;

let site: Site;
beforeAll(async () => {
  site = await startSite({
    "/still": `<!doctype html><title>Yên</title>${body}`,
    "/swap": `<!doctype html><title>Đổi mặt</title>${body}${swap}`,
  });
});
afterAll(() => site.close());

test("a page that turns into another one when it is shot as a whole gives a partial capture that says so", async () => {
  const { bundle } = await visitOnce(`${site.origin}/swap`, [site.port]);
  expect(bundle.status).toBe("partial");
  expect(bundle.notCaptured).toContainEqual({
    what: "ảnh cả trang như khung nhìn đầu",
    why: expect.stringMatching(/^phần đầu hai ảnh \d+\.\d % điểm ảnh khác$/),
  });
}, 60_000);

test("a page that stays as it is shows the same at the top of both pictures", async () => {
  const { bundle } = await visitOnce(`${site.origin}/still`, [site.port]);
  expect(bundle.status).toBe("captured");
  expect(bundle.steps.find((s) => s.step === "compare-first-view")?.note).toBe("0.0 % điểm ảnh khác");
}, 60_000);
