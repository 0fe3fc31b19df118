import assert from 'node:assert/strict';
import { type Choice, chooseBy, type Preference } from '../../src/native/choose.js';
import { CALL_EXIT, type Hook } from '../../src/native/programs.js';

const AUTO: Preference = { attach: 'auto', scope: 'selective', i386: false };

const works = (): undefined => undefined;
const noFentry = ({ mode }: Hook): string | undefined => (mode === 'fentry' ? 'not permitted' : undefined);
/** A kernel that is built without 32-bit calls. */
const noNarrow = ({ functions }: Hook): string | undefined =>
  functions.find((name) => name.startsWith('__ia32_')) && 'the kernel has no such function';

const isNarrow = ({ probe }: Choice): boolean => probe.abi === 'i386';
const isAtEveryExit = ({ hook }: Choice): boolean => hook?.programs.includes(CALL_EXIT) === true;
const named = (choices: readonly Choice[]): string[] => choices.map(({ probe }) => probe.name);

describe('the choice of hooks', () => {
  it('takes kernel functions where it can, and then no program runs at every exit', () => {
    const choices = chooseBy(AUTO, works);
    assert.ok(choices.every(({ hook }) => hook !== undefined));
    assert.deepEqual(choices.filter(isAtEveryExit), []);
  });

  it('watches both interfaces at every exit where no function can be hooked', () => {
    for (const choices of [chooseBy(AUTO, noFentry), chooseBy({ ...AUTO, attach: 'tracepoint' }, works)]) {
      assert.ok(choices.every(({ hook }) => hook?.mode === 'tracepoint'));
      assert.ok(choices.filter(isNarrow).length > 10);
      assert.ok(choices.filter(isNarrow).every(isAtEveryExit));
    }
  });

  it('puts no program at every exit for 32-bit calls alone, unless asked to', () => {
    const choices = chooseBy(AUTO, noNarrow);
    assert.deepEqual(choices.filter(isAtEveryExit), []);
    const unserved = choices.filter(({ hook }) => hook === undefined);
    assert.ok(unserved.length > 10 && unserved.every(isNarrow));
    assert.ok(unserved.every(({ error }) => error?.includes('seen only on demand')));
    assert.deepEqual(named(chooseBy({ ...AUTO, i386: true }, noNarrow).filter(isAtEveryExit)), named(unserved));
  });

  it('leaves at functions what works there where one probe falls back, and adds 32-bit calls, which then cost nothing', () => {
    const lacksOne = (hook: Hook): string | undefined =>
      hook.functions.includes('__x64_sys_ptrace') ? 'no such function' : noNarrow(hook);
    const choices = chooseBy(AUTO, lacksOne);
    const fallen = choices.filter(isAtEveryExit);
    assert.deepEqual(named(fallen.filter((choice) => !isNarrow(choice))), ['ptrace']);
    assert.ok(fallen.filter(isNarrow).length > 10);
    const atFunctions = choices.filter(({ hook }) => hook?.mode === 'fentry');
    assert.ok(atFunctions.every(({ hook }) => hook?.calls === undefined));
    assert.ok(choices.every(({ hook }) => hook !== undefined));
  });
});
