/** Faults as things to do, for the menu at a place of the picture. */
import type { Fault, Moment } from '../../sim/fault.ts';
import { span } from '../Workshop/verdict/words.ts';
import { tellFault } from '../Faults/words.ts';

/** `Lose this message`. */
export function tellOffer(fault: Fault): string {
  switch (fault.kind) {
    case 'drop':
      return 'Lose this message';
    case 'delay':
      return `Delay it by ${span(fault.byMs)}`;
    case 'duplicate':
      return `Deliver it a second time, ${span(fault.afterMs)} later`;
    case 'corrupt':
      return 'Corrupt it on its way';
    case 'pause':
      return `Pause ${fault.at.node}${when(fault.at)} for ${span(fault.forMs)}`;
    case 'crash':
      return `Crash ${fault.at.node}${when(fault.at)}, ${fault.restartAfterMs === null ? 'for good' : `restart ${span(fault.restartAfterMs)} later`}`;
    case 'clock-step':
      return `Step the clock of ${fault.at.node} ${fault.byMs < 0 ? 'back' : 'forward'} by ${span(Math.abs(fault.byMs))}`;
    case 'partition': {
      const [from = '', to = ''] = (fault.links[0] ?? '').split('>');
      const what =
        fault.links.length > 2 ? `${from} off from all others` : `the link between ${from} and ${to}`;
      return `Cut ${what} for ${span(fault.untilMs - fault.fromMs)}`;
    }
    default:
      return tellFault(fault);
  }
}

function when(at: Moment): string {
  return 'step' in at ? ' just before this' : '';
}
