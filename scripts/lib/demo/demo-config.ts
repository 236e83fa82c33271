/** The demo's configuration. Contracted rates are small, so that the demo doesn't end before one can watch it. */
export const demoConfig = (folder: string, portA: number, portB: number, device: string): string => `
http: { listen: 127.0.0.1:0 }
store: { sqlite: ${folder}/tocsin.db }
sender: PREFECTURE
country: FR
routes:
  - ${carrier('carrier-a', portA)}
  - ${carrier('carrier-b', portB)}
  - { id: modem-1, type: modem, device: ${device}, limits: { perHour: 1000 } }
plan:
  - tiers: [[carrier-a, carrier-b], [modem-1]]
`;

const carrier = (id: string, port: number): string =>
  `{ id: ${id}, type: smpp, host: 127.0.0.1, port: ${port}, systemId: tocsin, password: demo, rate: 80, reconnect: { max: 3s } }`;
