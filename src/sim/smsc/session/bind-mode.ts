export type BindMode = 'open' | 'transmitter' | 'receiver' | 'transceiver';
