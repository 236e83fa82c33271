/** A USSD code, as it is typed on a phone. */
export const USSD_CODE = /^[0-9*#+]{1,40}$/;

/** Whether the code would change a PIN or enter a PUK, as on a phone (TS 22.030 6.6.2 and 6.6.3). */
export const changesPin = (code: string): boolean => /^\*\*0[45]/.test(code);
