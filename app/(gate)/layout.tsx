import type { ReactNode } from 'react';
import { Gate } from '#components/shell/gate.tsx';
import manifest from '../../package.json' with { type: 'json' };

export default function GateLayout({ children }: { children: ReactNode }) {
  return <Gate productVersion={manifest.version}>{children}</Gate>;
}
