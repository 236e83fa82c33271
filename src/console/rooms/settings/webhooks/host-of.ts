/** The host in an address, as the button names it; the address itself if it is none. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url.trim());
