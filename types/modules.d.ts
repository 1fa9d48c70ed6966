/** The browser build, which ships without types of its own; the API is that of the package. */
declare module 'esbuild-wasm/esm/browser.min.js' {
  export * from 'esbuild-wasm';
}
