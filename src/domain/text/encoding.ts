/** `gsm7`: GSM 7-bit default alphabet with its extension table (TS 23.038 6.2.1). `ucs2`: UTF-16BE (6.2.3). */
export type Encoding = 'gsm7' | 'ucs2';
