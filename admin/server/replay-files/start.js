// Promises the worker ready before the viewer opens: a viewer that comes first is answered by nobody.
"use strict";

const stage = document.getElementById("replay");

async function warm() {
  const registration = await navigator.serviceWorker.register("/replay/sw.js?serveIndex=1", { scope: "/replay/" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker.state === "activated") return;
  await new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(undefined);
      if (worker.state === "redundant") reject(new Error("the worker was not installed"));
    });
  });
}

// The viewer's script stands in the page itself: loaded later it would wait for a "load" event that is over.
function show() {
  const viewer = document.createElement("replay-web-page");
  for (const name of ["source", "url", "ts", "coll"]) viewer.setAttribute(name, stage.dataset[name]);
  viewer.setAttribute("embed", "replayonly");
  viewer.setAttribute("deepLink", "false");
  viewer.setAttribute("replayBase", "/replay/");
  viewer.setAttribute("noCache", "");
  stage.replaceChildren(viewer);
}

warm().then(show, (error) => {
  stage.textContent = `${stage.dataset.failed} (${error.message})`;
});
