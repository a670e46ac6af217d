import { HttpPoster, inLanes } from './http-poster.mjs';
import { sampleEvent } from './sample-events.mjs';

let offset = 0;

/**
 * Events a second over HTTP; none is sent twice.
 *
 * @param next makes the next event
 */
export async function httpRate(url, batch, total, connections, next = () => sampleEvent(offset++)) {
  const poster = new HttpPoster(url, connections);
  const bodies = [];
  for (let at = 0; at < total; at += batch) {
    const events = Array.from({ length: batch }, next);
    bodies.push(JSON.stringify(batch === 1 ? events[0] : events));
  }
  const started = performance.now();
  await inLanes(bodies.length, connections, (index) => poster.post('/api/v1/events', bodies[index]));
  const rate = (total * 1_000) / (performance.now() - started);
  poster.close();
  return rate;
}
