/** @approach Compares pairs, straight from the definitions; finds the first by findIndex. */
import type { Classification, Event, Trace, Violation } from 'partial-failure/safety-and-liveness';

const at = (index: number): Violation | undefined => (index === -1 ? undefined : { event: index });

const tokenOf = (event: Event): number | undefined =>
  event.type === 'response' && event.granted ? event.token : undefined;

export const uniqueness = ({ events }: Trace) => {
  const tokens = events.map(tokenOf);
  return at(tokens.findIndex((token, i) => token !== undefined && tokens.indexOf(token) < i));
};

export const monotonicity = ({ events }: Trace) =>
  at(
    events.findIndex((grant) => {
      const token = tokenOf(grant);
      if (token === undefined || grant.type !== 'response') return false;
      const sent = events.findIndex((event) => event.type === 'request' && event.id === grant.id);
      return events.slice(0, sent).some((event) => (tokenOf(event) ?? -1) >= token);
    }),
  );

export const availability = ({ events, end }: Trace, { bound }: { bound: number }) =>
  at(
    events.findIndex((request, i) => {
      if (request.type !== 'request' || end <= request.at + bound) return false;
      const outcome = events.find(
        (event, j) =>
          j > i &&
          ((event.type === 'response' && event.id === request.id) ||
            (event.type === 'crash' && event.node === request.node)),
      );
      return outcome === undefined || outcome.at > request.at + bound;
    }),
  );

const [safety, liveness] = ['safety', 'liveness'] as const;
export const classification: Classification = {
  ...{ p1: safety, p3: safety, p5: safety, p7: safety },
  ...{ p2: liveness, p4: liveness, p6: liveness, p8: liveness },
};
