import type { ReactNode } from 'react';
import { useMany } from '../../hooks/useMany.ts';
import type { Made } from '../../hooks/useLabRun.ts';
import type { Values } from '../../labs/controls.ts';
import type { AnyLab } from '../../labs/lab.ts';
import type { LabPicture, ManyPicture, RunSpec } from '../../labs/pictures.ts';
import type { Selection } from '../SpaceTime/useSelection.ts';
import StripPlot from './StripPlot.tsx';
import SweepPlot from './SweepPlot.tsx';
import TilesPicture from './TilesPicture.tsx';

interface Props {
  readonly id: string;
  readonly lab: AnyLab;
  readonly picture: LabPicture;
  readonly values: Values;
  readonly seed: number;
  readonly made: Made | undefined;
  readonly former: Made | undefined;
  readonly selection: Selection;
  /** Shows a run of the picture. */
  readonly onOpen: (spec: RunSpec) => void;
}

/** A sweep, tiles or a strip. Its runs are made once it is there. */
export default function Picture(props: Props): ReactNode {
  const { picture, made, former, selection } = props;
  if (picture.kind !== 'strip') return <Many {...props} picture={picture} />;
  const read = made?.result.strips[picture.id];
  return made === undefined || read === undefined ? null : (
    <StripPlot
      strip={picture}
      read={read}
      run={made.result.run}
      former={former?.result.strips[picture.id]}
      selection={selection}
    />
  );
}

function Many({
  id,
  lab,
  picture,
  values,
  seed,
  onOpen,
}: Omit<Props, 'picture'> & { readonly picture: ManyPicture }): ReactNode {
  const many = useMany(id, lab, picture.id, values, true);
  if (many.message !== undefined) return <p role="status">{many.message}</p>;
  if (many.ends.length === 0) return <p>Running…</p>;
  if (picture.kind === 'tiles')
    return <TilesPicture tiles={picture} values={values} seed={seed} many={many} onOpen={onOpen} />;
  const slider = lab.controls[picture.over];
  if (slider?.kind !== 'slider') throw new Error(`"${picture.over}" is no slider.`);
  return (
    <SweepPlot
      sweep={picture}
      slider={slider}
      values={values}
      many={many}
      onChoose={(x) => onOpen({ values: { [picture.over]: x } })}
    />
  );
}
