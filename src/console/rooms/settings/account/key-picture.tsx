import { QRCodeSVG } from 'qrcode.react';
import type { ReactNode } from 'react';

interface Props {
  readonly uri: string;
  readonly label: string;
}

/** White around it, and black on white in the dark too: cameras look for a dark pattern with a quiet light edge. */
export const KeyPicture = ({ uri, label }: Props): ReactNode => (
  <QRCodeSVG
    className="key-picture"
    value={uri}
    size={220}
    level="M"
    marginSize={4}
    bgColor="#fff"
    fgColor="#000"
    aria-label={label}
  />
);
