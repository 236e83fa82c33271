/** What a window tells the others of this browser, which share its cookie: who has signed in, or that nobody is. */
type Told = { readonly signedIn: number } | { readonly signedIn: undefined };

const NAME = 'tocsin.session';

/** Tells the other windows of this browser. */
export const tellOtherWindows = (told: Told): void => {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(told);
  channel.close();
};

/** Hears what other windows tell. @returns a function that ends it */
export const hearOtherWindows = (hear: (told: Told) => void): (() => void) => {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  return () => channel.close();
};
