/** The length of the whole answer that `text` begins with, in octets; undefined while its header isn't complete. */
export const lengthOfAnswer = (text: string): number | undefined => {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, head));
  return head + 4 + Number(length?.[1] ?? 0);
};
