import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Me } from '../../../src/api/me.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { ask, Refused, setCsrf } from './ask.ts';
import { sweep } from './kept.ts';
import { SignIn } from './sign-in.tsx';

const SessionContext = createContext<Me | undefined>(undefined);

/** Who is signed in. @throws where nobody is: pages are shown inside a session alone */
export function useMe(): Me {
  const me = useContext(SessionContext);
  if (me === undefined) throw new Error('a page outside a session');
  return me;
}

/** What somebody may do: in the console by its own word, in registry by registry's. */
async function whoAmI(): Promise<Me> {
  const [mine, registry] = await Promise.all([
    ask<Me>('/api/me'),
    ask<Pick<Me, 'may'>>('/registry/v1/me').catch((error: unknown) => {
      if (error instanceof Refused && error.status === 401) throw error;
      return { may: {} }; // without registry its pages are not offered; the others go on
    }),
  ]);
  setCsrf(mine.csrf);
  sweep(window.sessionStorage, mine.account);
  return { ...mine, may: { ...registry.may, ...mine.may } };
}

const RENEW_MS = 60_000;

export function Session({ children }: { readonly children: ReactNode }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['me'],
    queryFn: whoAmI,
    retry: (failures, failure) => !(failure instanceof Refused) && failures < 3,
    refetchInterval: RENEW_MS,
  });
  if (error instanceof Refused && error.status === 401) return <SignIn />;
  if (error && data === undefined) return <ErrorBox error={error} again={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  return <SessionContext.Provider value={data}>{children}</SessionContext.Provider>;
}
