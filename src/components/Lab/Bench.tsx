import labs from '@generated/partial-failure-labs/default/labs.js';
import { useEffect, useState, type ReactNode } from 'react';
import type { AnyLab } from '../../labs/lab.ts';
import Play from './Play.tsx';
import Still from './Still.tsx';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly shows: string;
}

/** Fetches what the lab is made of, then lets the reader play. */
export default function Bench({ id, title, shows }: Props): ReactNode {
  const [lab, setLab] = useState<AnyLab>();
  const [failed, setFailed] = useState(false);
  const modules = labs[id];
  if (modules === undefined) throw new Error(`<Lab id="${id}">: there is no folder src/labs/${id}.`);
  useEffect(() => {
    let left = false;
    modules.lab().then(
      (loaded) => {
        if (!left) setLab(loaded);
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [modules]);
  if (lab !== undefined) return <Play id={id} title={title} lab={lab} loadSource={modules.source} />;
  return <Still failed={failed} shows={shows} />;
}
