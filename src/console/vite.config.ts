import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The path below which the gateway serves the console. */
const BASE = '/console/';

export default defineConfig({
  root: import.meta.dirname,
  base: BASE,
  plugins: [react()],
  build: {
    // The last versions that Firefox ESR, Chromium and Safari users have (browserslist: Firefox ESR, last 2 versions).
    target: ['firefox140', 'chrome140', 'safari18'],
    // A data: URL would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    // All browsers of the target preload modules by themselves.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
  },
});
