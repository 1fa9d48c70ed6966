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
  const [parts, setParts] = useState<{ readonly lab: AnyLab; readonly first: string | undefined }>();
  const [failed, setFailed] = useState(false);
  const modules = labs[id];
  if (modules === undefined) throw new Error(`<Lab id="${id}">: there is no folder src/labs/${id}.`);
  useEffect(() => {
    let left = false;
    Promise.all([modules.lab(), modules.first?.()]).then(
      ([lab, first]) => {
        if (!left) setParts({ lab, first });
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [modules]);
  if (parts !== undefined) return <Play id={id} title={title} {...parts} loadSource={modules.source} />;
  return <Still failed={failed} shows={shows} />;
}
