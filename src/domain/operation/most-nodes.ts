/** The largest number of gateways on one database: a message's id has room for the number of its node. */
export const MOST_NODES = 15;
