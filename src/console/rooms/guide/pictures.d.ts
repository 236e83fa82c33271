/** Written by the build (scripts/lib/console/sized-pictures.ts). */
declare module 'virtual:guide-pictures' {
  interface Picture {
    readonly src: string;
    readonly width: number;
    readonly height: number;
  }
  /** By their addresses in the guide, such as pictures/guide/now-en.png. */
  export const pictures: Readonly<Record<string, Picture | undefined>>;
}
