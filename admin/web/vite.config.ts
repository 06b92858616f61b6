// Promises a bundle that a strict Content-Security-Policy accepts: no inlined files, no eval, no polyfill that writes scripts.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    target: "chrome123",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
});
