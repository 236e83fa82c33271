/**
 * The names and numbers of ModemManager's D-Bus interface, version 1. Source: the introspection files
 * `org.freedesktop.ModemManager1.*.xml` and `ModemManager-enums.h` of ModemManager 1.0 to 1.24.
 */
export const SERVICE = 'org.freedesktop.ModemManager1';
export const ROOT = '/org/freedesktop/ModemManager1';

export const MODEM = 'org.freedesktop.ModemManager1.Modem';
export const MODEM_3GPP = 'org.freedesktop.ModemManager1.Modem.Modem3gpp';
export const USSD = 'org.freedesktop.ModemManager1.Modem.Modem3gpp.Ussd';
export const MESSAGING = 'org.freedesktop.ModemManager1.Modem.Messaging';
export const SIM = 'org.freedesktop.ModemManager1.Sim';
export const SMS = 'org.freedesktop.ModemManager1.Sms';
export const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** MMModemState. From `registered` on the modem has a network. */
export const MODEM_STATE = {
  failed: -1,
  unknown: 0,
  initializing: 1,
  locked: 2,
  disabled: 3,
  disabling: 4,
  enabling: 5,
  enabled: 6,
  searching: 7,
  registered: 8,
} as const;

/** MMModemLock, only those with a meaning of their own here. */
export const LOCK = { unknown: 0, none: 1, simPin: 2, simPuk: 4 } as const;

/** MMSmsState. */
export const SMS_STATE = { unknown: 0, stored: 1, receiving: 2, received: 3, sending: 4, sent: 5 } as const;

/** MMSmsPduType. The numbers from 32 on are those of CDMA. */
export const PDU_TYPE = { unknown: 0, deliver: 1, submit: 2, statusReport: 3, cdmaDeliver: 32 } as const;

/** MMSmsStorage: a message with this value is in no memory of the modem, only in ModemManager's own. */
export const NO_STORAGE = 0;

/** MMSmsValidityType: the value is in minutes. */
export const RELATIVE = 1;
