/**
 * The switches for a Chromium that draws without a graphics card, of those that its package brings. The package emulates
 * a card (SwiftShader), which took more CPU than the pages themselves and all of their gateway. With one process for all,
 * the browser would end with its first page.
 */
export const chromiumArgs = (given: readonly string[]): string[] => [
  ...given.filter((arg) => arg !== '--single-process' && !/gpu|gl=|angle|swiftshader/.test(arg)),
  '--disable-gpu',
  '--disable-gpu-compositing',
  '--disable-software-rasterizer',
];
