'use client';
import { useState } from 'react';
import { PasswordStep } from '#components/shell/sign-in-password.tsx';
import { SecondFactorStep } from '#components/shell/sign-in-second-factor.tsx';

/** Account and password; where it is on, the second factor after that. `goal` is the page to go to afterwards. */
export function SignInForm({ goal }: { goal: string }) {
  const [isChallenged, setChallenged] = useState(false);
  // A page load of its own: nothing that was read before signing in stays.
  const leave = () => location.assign(goal);
  if (isChallenged) return <SecondFactorStep onPassed={leave} onBack={() => setChallenged(false)} />;
  return <PasswordStep onSignedIn={leave} onChallenged={() => setChallenged(true)} />;
}
