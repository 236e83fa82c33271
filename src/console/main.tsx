import './safe-html.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/pages.css';
import './styles/rooms.css';
import './styles/entry.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/zoom.css';
import './styles/print.css';
import { createRoot } from 'react-dom/client';
import { attend } from './api/attended.ts';
import { Console } from './console.tsx';
import { settleIn } from './words/place.ts';

attend(window);
settleIn(document.querySelector<HTMLMetaElement>('meta[name="time-zone"]')?.content);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(<Console />);
