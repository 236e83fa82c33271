import type { BenchGateway } from './bench/bench-gateway.ts';
import type { Figures } from './bench/bench-load.ts';
import { named, probeCritical } from './bench/critical-probe.ts';
import type { SinkProcess } from './bench/sink-process.ts';

const CRITICAL_EVERY_MS = 50;

/** How long a report takes, and its size. The report itself is thrown away as it comes. */
const take = async (gateway: BenchGateway, alert: number, format: string) => {
  const started = performance.now();
  const answer = await gateway.get(`/v1/alerts/${alert}/report?format=${format}`);
  if (!answer.ok || answer.body === null) throw new Error(`the report as ${format}: ${answer.status}`);
  let octets = 0;
  for await (const chunk of answer.body) octets += chunk.length;
  return { seconds: (performance.now() - started) / 1000, mb: octets / 1e6 };
};

/**
 * Times the report of an alert in each of its formats, one after the other, and critical messages meanwhile. The page
 * uses the figures that were counted for the JSON; the CSV has each message.
 */
export const timeReports = async (
  gateway: BenchGateway,
  sink: SinkProcess,
  alert: number,
): Promise<Figures> => {
  let isOver = false;
  const probed = probeCritical(gateway, sink, { everyMs: CRITICAL_EVERY_MS, isOver: () => isOver });
  const json = await take(gateway, alert, 'json');
  const html = await take(gateway, alert, 'html');
  const csv = await take(gateway, alert, 'csv');
  isOver = true;
  return {
    reportSeconds: json.seconds,
    reportHtmlSeconds: html.seconds,
    reportCsvSeconds: csv.seconds,
    reportCsvMb: csv.mb,
    reportPeakMb: gateway.footprint().peak,
    ...named('reportCritical', await probed),
  };
};
