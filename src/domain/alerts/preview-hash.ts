/**
 * The part of a preview's hash that covers what goes out and when. The rest, behind the last dot, covers how many
 * people get it.
 */
export const thingOf = (hash: string): string => hash.slice(0, hash.lastIndexOf('.'));
