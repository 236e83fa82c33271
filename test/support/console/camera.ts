import jsqr from 'jsqr';
import type { Locator } from 'playwright-core';

interface Pixels {
  readonly data: string;
  readonly width: number;
  readonly height: number;
}

/** Takes the octets out of a PNG, which the browser itself can read. */
const pixelsOf = (png: string): string => `(async () => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob('${png}'), (one) => one.charCodeAt(0))]));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height);
  return { data: String.fromCharCode(...data.filter((_, index) => index % 4 === 0)), width, height };
})()`;

/**
 * What a camera reads in a QR code as it is painted on the screen; undefined: nothing. It has to be dark on light, as
 * some phones want it.
 */
export const readByCamera = async (picture: Locator): Promise<string | undefined> => {
  const png = (await picture.screenshot()).toString('base64');
  const { data, width, height } = await picture.page().evaluate<Pixels>(pixelsOf(png));
  const octets = Uint8ClampedArray.from(
    [...data].flatMap((one) => [0, 1, 2, 3].map(() => one.charCodeAt(0))),
  );
  return jsqr.default(octets, width, height, { inversionAttempts: 'dontInvert' })?.data;
};
