// Promises the pages of the fidelity site: together they make a browser ask in every way that this recorder must account for.

export interface Doors {
  main: string;
  other: string;
  secure: string;
  h2: string;
}

const html = (title: string, body: string): string =>
  `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${title}</title>${body}</html>`;

/** Everything that needs no script. */
const markup = (doors: Doors): string => `
<link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/style.css">
<link rel="preload" as="fetch" href="/preload.json" crossorigin><link rel="modulepreload" href="/module.js">
<link rel="prefetch" href="/prefetch.html"><link rel="dns-prefetch" href="//khong-co-that.invalid">
<script src="/cached.js"></script><script src="/gzip.js"></script><script src="/deflate.js"></script><script src="/br.js"></script><script src="/zstd.js"></script>
<script type="module" src="/module.js"></script>
<h1>Trang thử độ trung thực</h1><p>Mỗi yêu cầu của trang này phải có trong sổ.</p>
<img src="/chunked.png"><img src="/twice.png"><img src="/twice.png"><img src="/missing.png">
<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==">
<img src="http://10.0.0.1/inside.png"><img src="http://169.254.169.254/latest/meta-data/"><img src="http://khong-co-that.invalid/x.png">
<img src="http://127.0.0.1:1/unsafe-port.png">
<video src="/clip.wav" preload="auto" muted></video>
<iframe src="${doors.other}/oopif.html"></iframe><iframe src="/frame-outer.html"></iframe>
<iframe src="${doors.secure}/secure.html"></iframe><iframe src="/frame-meta.html"></iframe><iframe src="/frame-script.html"></iframe>
<iframe srcdoc="<p>khung viết sẵn</p><img src='/from-srcdoc.png'>"></iframe><iframe name="answer"></iframe>
<form method="post" action="/form" target="answer"><input name="ten" value="Nguyễn Văn A"></form>`;

const requests = (doors: Doors): string => `
document.forms[0].submit();
for (const name of ['never', 'never-body']) fetch('${doors.other}/' + name).catch(() => 0);
const quiet = (promise) => promise.then((r) => r.arrayBuffer && r.arrayBuffer()).catch(() => 0);
for (const name of ['/nothing', '/latin1', '/headers', '/cut-length', '/cut-chunked', '/error', '/big.bin', '/over.bin'])
  quiet(fetch(name));
for (const status of [301, 302, 303, 307, 308]) quiet(fetch('/r' + status));
quiet(fetch('/post307', { method: 'POST', body: 'giữ nguyên thân' }));
quiet(fetch('/head', { method: 'HEAD' })); quiet(fetch('/post', { method: 'POST', body: JSON.stringify({ xin: 'chào' }), headers: { 'content-type': 'application/json' } }));
const form = new FormData(); form.append('tệp', new Blob(['nội dung']), 'a.txt'); quiet(fetch('/multipart', { method: 'POST', body: form }));
quiet(fetch('/range', { headers: { range: 'bytes=10-19' } })); quiet(fetch('/conditional', { headers: { 'if-none-match': '"v1"' } }));
quiet(fetch('/etag')).then(() => quiet(fetch('/etag')));
quiet(fetch('${doors.other}/cors', { method: 'PUT', headers: { 'x-own': '1' }, body: 'p' }));
quiet(fetch('${doors.other}/cors-denied')); quiet(fetch('${doors.other}/preflight-denied', { method: 'DELETE' }));
quiet(fetch('${doors.other}/opaque', { mode: 'no-cors' })); quiet(fetch('${doors.h2}/h2.json'));
const abort = new AbortController(); quiet(fetch('${doors.other}/aborted', { signal: abort.signal, mode: 'no-cors' })); setTimeout(() => abort.abort(), 1500);
const abortBody = new AbortController(); fetch('${doors.other}/aborted-body', { signal: abortBody.signal }).catch(() => 0); setTimeout(() => abortBody.abort(), 3000);
navigator.sendBeacon('/beacon', 'tín hiệu'); quiet(fetch('/keepalive', { keepalive: true, method: 'POST', body: 'k' }));
quiet(fetch(URL.createObjectURL(new Blob(['từ blob'])))); quiet(fetch('data:text/plain,xin'));`;

const livingThings = (doors: Doors): string => `
for (const name of ['/events', '/events-ended']) { const source = new EventSource(name); source.addEventListener('tin', () => 0); source.onerror = () => source.close(); }
for (const address of ['${doors.main}/socket', '${doors.main}/socket-ended', '${doors.main}/socket-denied']) {
  const socket = new WebSocket(address.replace('http', 'ws')); socket.onopen = () => { socket.send('chào máy chủ'); socket.send(new Uint8Array([1, 2, 3, 250])); };
}
new WebSocket('ws://10.0.0.1/inside');
new Worker('/worker.js'); new SharedWorker('/shared.js'); new Worker('/module-worker.js', { type: 'module' });
new Worker(URL.createObjectURL(new Blob(["fetch('${doors.main}/from-blob-worker')"])));
navigator.serviceWorker.register('/sw/sw.js', { scope: '/sw/' }).then((r) => new Promise((done) => {
  const worker = r.installing || r.waiting || r.active; const look = () => worker.state === 'activated' && done(); worker.addEventListener('statechange', look); look();
})).then(() => { const frame = document.createElement('iframe'); frame.src = '/sw/frame.html'; document.body.append(frame); });
const saved = document.createElement('a'); saved.href = '/download.bin'; saved.download = 'tep.bin'; document.body.append(saved); setTimeout(() => saved.click(), 400);
const clip = document.querySelector('video'); clip.addEventListener('loadedmetadata', () => { clip.currentTime = 500; });`;

/** Address → page; all of them are answered as UTF-8 HTML. */
export const pagesOf = (doors: Doors): Record<string, string> => ({
  "/page": html(
    "Độ trung thực",
    `<body>${markup(doors)}<script>${requests(doors)}</script><script>${livingThings(doors)}</script>`,
  ),
  "/main-meta": html("meta", `<meta http-equiv="refresh" content="0;url=/main-script"><p>đang chuyển</p>`),
  "/main-script": html("script", `<p>đang chuyển</p><script>location.replace('/page')</script>`),
  "/frame-meta.html": html("meta", `<meta http-equiv="refresh" content="0;url=/after-meta.html">`),
  "/after-meta.html": html("sau meta", `<p>sau meta</p><script src="/cached.js"></script>`),
  "/frame-script.html": html("script", "<script>location.href = '/after-script.html'</script>"),
  "/after-script.html": html(
    "sau mã lệnh",
    `<p>sau mã lệnh</p><script>setTimeout(() => fetch('/cached.js').then(() => { location.href = '/prefetch.html'; }), 1500)</script>`,
  ),
  "/frame-outer.html": html("ngoài", `<p>khung ngoài</p><iframe src="/frame-inner.html"></iframe>`),
  "/frame-inner.html": html("trong", `<p>khung trong</p><img src="/from-inner.png">`),
  "/oopif.html": html(
    "khung khác nguồn",
    `<p>khung ở tiến trình khác</p><img src="/from-oopif.png"><iframe src="${doors.main}/nested-back.html"></iframe><script>fetch('/oopif-fetch'); new Worker('/oopif-worker.js')</script>`,
  ),
  "/nested-back.html": html("lồng ngược", `<p>khung lồng ngược</p><img src="/from-nested.png">`),
  "/secure.html": html(
    "khung https",
    `<p>khung https</p><script src="/secure-br.js"></script><script>fetch('/secure-post', { method: 'POST', body: 's' }); const w = new WebSocket(location.origin.replace('https', 'wss') + '/socket'); w.onopen = () => { w.send('chào'); w.send(new Uint8Array([9, 8, 7])); };</script>`,
  ),
  "/sw/frame.html": html(
    "khung có service worker",
    `<p>khung có service worker</p><script>for (const name of ['/sw/made', '/sw/upstream', '/sw/passed', '/sw/waits']) fetch(name).then((r) => r.text());</script>`,
  ),
  "/prefetch.html": html("tải trước", "<p>tải trước</p>"),
});

/** Address → script. */
export const scriptsOf = (doors: Doors): Record<string, string> => ({
  "/module.js": "import './imported-module.js'; export const one = 1;",
  "/imported-module.js": "export const two = 2;",
  "/worker.js": "importScripts('/imported-by-worker.js'); fetch('/from-worker');",
  "/imported-by-worker.js": "self.three = 3;",
  "/module-worker.js": "import './imported-by-module-worker.js'; fetch('/from-module-worker');",
  "/imported-by-module-worker.js": "export const four = 4;",
  "/oopif-worker.js": "fetch('/from-oopif-worker');",
  "/shared.js": "fetch('/from-shared');",
  "/sw/sw.js": `importScripts('/sw/imported.js');
self.addEventListener('install', (e) => { self.skipWaiting(); e.waitUntil(fetch('${doors.main}/sw/at-install')); });
self.addEventListener('activate', (e) => e.waitUntil(clients.claim()));
self.addEventListener('fetch', (e) => {
  const { pathname } = new URL(e.request.url);
  if (pathname === '/sw/made') e.respondWith(new Response('do service worker tạo ra', { headers: { 'content-type': 'text/plain; charset=utf-8', 'x-made': 'yes' } }));
  if (pathname === '/sw/upstream') e.respondWith(fetch('/sw/behind'));
  if (pathname === '/sw/waits') e.respondWith(fetch(e.request));
});`,
  "/sw/imported.js": "self.five = 5;",
});
