import type { Circumstance } from '../circumstance.js';
import { nameProcess } from '../sentence.js';

export const helpers: Circumstance = {
  id: 'helpers',
  description: 'A parent, a child or a sibling of the actor acted on the same target.',
  evenOverOwnTracee: false,
  judge: ({ helpers: others }) => others.length > 0,
  sentence: ({ actor }, { helpers: others }) =>
    `${others.map(nameProcess).join(', ')} took part, as parent, child or sibling of ${actor}`,
};
