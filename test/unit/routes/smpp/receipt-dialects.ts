/**
 * How one carrier writes a receipt, and what must be read from it. Carriers send each of these forms; the values are
 * made up.
 */
export interface ReceiptDialect {
  readonly name: string;
  readonly text: string;
  readonly id: string;
  readonly state: 'delivered' | 'undelivered' | 'intermediate';
  readonly reason?: string;
}

const dialect = (
  name: string,
  text: string,
  id: string,
  state: ReceiptDialect['state'],
  reason?: string,
): ReceiptDialect => ({ name, text, id, state, ...(reason !== undefined && { reason }) });

export const receiptDialects: readonly ReceiptDialect[] = [
  dialect(
    'as appendix B has it',
    'id:1234567890 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:Leave the river',
    '1234567890',
    'delivered',
  ),
  dialect(
    'eleven digits of id',
    'id:12345678901 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:',
    '12345678901',
    'delivered',
  ),
  dialect(
    'without sub and dlvrd',
    'id:77 submit date:2601011200 done date:2601011201 stat:UNDELIV err:011 text:',
    '77',
    'undelivered',
    'could not be delivered (UNDELIV, err 011)',
  ),
  dialect(
    'dates with seconds',
    'id:78 sub:001 dlvrd:001 submit date:260101120003 done date:260101120104 stat:DELIVRD err:000 text:x',
    '78',
    'delivered',
  ),
  dialect(
    'dates with a time zone',
    'id:79 sub:001 dlvrd:001 submit date:2601011200+0100 done date:2601011201+0100 stat:EXPIRED err:000 text:x',
    '79',
    'undelivered',
    'not delivered before its validity ended (EXPIRED)',
  ),
  dialect(
    'dates written with spaces and colons',
    'id:80 sub:001 dlvrd:000 submit date:2026-01-01 12:00:00 done date:2026-01-01 12:01:00 stat:REJECTD err:045 text:x',
    '80',
    'undelivered',
    'rejected by the network or the phone (REJECTD, err 045)',
  ),
  dialect('id and state alone', 'id:81 stat:DELIVRD', '81', 'delivered'),
  dialect('no text field', 'id:82 sub:001 dlvrd:001 stat:DELIVRD err:000', '82', 'delivered'),
  dialect(
    'no err field',
    'id:83 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELETED text:x',
    '83',
    'undelivered',
    'deleted at the carrier (DELETED)',
  ),
  dialect(
    'names with capitals',
    'Id:84 Sub:001 Dlvrd:001 Submit Date:2601011200 Done Date:2601011201 Stat:DELIVRD Err:000 Text:x',
    '84',
    'delivered',
  ),
  dialect('names in capitals', 'ID:85 SUB:001 DLVRD:001 STAT:DELIVRD ERR:000 TEXT:x', '85', 'delivered'),
  dialect('a state in small letters', 'id:86 sub:001 stat:delivrd err:000', '86', 'delivered'),
  dialect('a state written out', 'id:87 sub:001 stat:DELIVERED err:000', '87', 'delivered'),
  dialect('a failure written out', 'id:88 stat:UNDELIVERABLE err:1', '88', 'undelivered'),
  dialect('a state as a number', 'id:89 sub:001 dlvrd:001 stat:2 err:000', '89', 'delivered'),
  dialect('a failure as a number', 'id:90 stat:5 err:6', '90', 'undelivered'),
  dialect(
    'spaces after the colons',
    'id: 91 sub: 001 dlvrd: 001 stat: DELIVRD err: 000 text: x',
    '91',
    'delivered',
  ),
  dialect('spaces before the colons', 'id :92 stat :DELIVRD err :000', '92', 'delivered'),
  dialect(
    'commas between the fields',
    'id:93,sub:001,dlvrd:001,stat:DELIVRD,err:000,text:x',
    '93',
    'delivered',
  ),
  dialect('semicolons between the fields', 'id:94;stat:UNDELIV;err:5', '94', 'undelivered'),
  dialect('equals signs', 'id=95 stat=DELIVRD err=000', '95', 'delivered'),
  dialect('an id in quotes', 'id:"96" stat:DELIVRD', '96', 'delivered'),
  dialect('lines instead of spaces', 'id:97\nsub:001\nstat:DELIVRD\r\nerr:000\n', '97', 'delivered'),
  dialect('a NUL at the end', 'id:98 stat:DELIVRD err:000\0', '98', 'delivered'),
  dialect('the state first', 'stat:DELIVRD id:99 err:000', '99', 'delivered'),
  dialect('the text first', 'text:hello id:100 stat:DELIVRD err:000', '100', 'delivered'),
  dialect('an id in hexadecimal', 'id:0A1B2C3D sub:001 stat:DELIVRD err:000', '0A1B2C3D', 'delivered'),
  dialect(
    'a UUID for an id',
    'id:6ba7b810-9dad-11d1-80b4-00c04fd430c8 sub:001 dlvrd:001 stat:DELIVRD err:000',
    '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    'delivered',
  ),
  dialect('an id with dots and colons', 'id:12:34.56@smsc stat:DELIVRD', '12:34.56@smsc', 'delivered'),
  dialect('the field called msgid', 'msgid:101 status:DELIVRD error:000', '101', 'delivered'),
  dialect('the field called message id', 'message id:102 state:UNDELIV error code:12', '102', 'undelivered'),
  dialect(
    'an error in words',
    'id:103 sub:001 dlvrd:000 stat:UNDELIV err:Absent subscriber text:x',
    '103',
    'undelivered',
    'could not be delivered (UNDELIV, err Absent subscriber)',
  ),
  dialect(
    'an error in hexadecimal',
    'id:104 stat:UNDELIV err:0A1',
    '104',
    'undelivered',
    'could not be delivered (UNDELIV, err 0A1)',
  ),
  dialect('an empty err', 'id:105 stat:DELIVRD err: text:x', '105', 'delivered'),
  dialect(
    'a message that speaks like a receipt',
    'id:106 stat:DELIVRD err:000 text:stat:UNDELIV id:9',
    '106',
    'delivered',
  ),
  dialect(
    'on its way',
    'id:107 sub:001 dlvrd:000 stat:ENROUTE err:000',
    '107',
    'intermediate',
    'on its way (ENROUTE)',
  ),
  dialect(
    'taken over',
    'id:108 sub:001 dlvrd:000 stat:ACCEPTD err:000',
    '108',
    'intermediate',
    'taken over by the carrier, not delivered yet (ACCEPTD)',
  ),
  dialect('buffered', 'id:109 stat:BUFFERED err:27', '109', 'intermediate', 'on its way (BUFFERED, err 27)'),
  dialect(
    'not known to the carrier itself',
    'id:110 sub:001 dlvrd:000 stat:UNKNOWN err:000',
    '110',
    'intermediate',
    'the carrier does not know what became of it (UNKNOWN)',
  ),
  dialect(
    'a state that nobody knows',
    'id:111 stat:XYZZY',
    '111',
    'intermediate',
    'the receipt names no state that can be read (XYZZY)',
  ),
  dialect('no state', 'id:112 err:000', '112', 'intermediate', 'the receipt names no state that can be read'),
  dialect('no id', 'sub:001 dlvrd:001 stat:DELIVRD err:000', '', 'delivered'),
  dialect('an empty id', 'id: sub:001 dlvrd:001 stat:DELIVRD err:000', '', 'delivered'),
];
