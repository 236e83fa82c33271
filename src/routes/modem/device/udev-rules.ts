/** A modem that ModemManager must leave alone. */
export interface OwnedModem {
  /** The path of its serial port. */
  readonly port: string;
  /** What it is, for a comment. */
  readonly label: string;
}

/** The name of a port in /dev/serial/by-path: the USB socket, the number of the interface, the number of the port. */
const BY_PATH = /^\/dev\/serial\/by-path\/(.+-usb(?:v[0-9])?-[0-9]+:[0-9.]+):[0-9]+\.[0-9]+(-port[0-9]+)?$/;

/**
 * Rules for udev that hide these modems from ModemManager by the USB sockets that they are in, one line for each
 * socket: for hardware/udev/77-tocsin-modems.rules.
 */
export const udevRules = (modems: readonly OwnedModem[]): string => {
  const sockets = new Map<string, string[]>();
  const others: string[] = [];
  for (const { port, label } of modems) {
    // Newer versions of udev name the revision of USB in a second name of the port, and leave it out of ID_PATH.
    const socket = BY_PATH.exec(port)?.[1]?.replace(/-usbv[0-9]-/, '-usb-');
    if (socket === undefined)
      others.push(`# ${label} is on ${port}, which is no USB socket: nothing is hidden.\n`);
    else sockets.set(socket, [...(sockets.get(socket) ?? []), label]);
  }
  const rules = [...sockets].map(
    ([socket, labels]) =>
      `# ${[...new Set(labels)].join(', ')}\nENV{ID_PATH}=="${socket}|${socket}:*", ENV{ID_MM_DEVICE_IGNORE}="1"\n`,
  );
  return [...rules, ...others].join('');
};
