import { type Policy, type Principal, ROLES, scopeOf, visitOf } from '@guidang/access';
import type { Me } from '../../api/me.ts';
import type { Door, DoorPorts } from '../door.ts';

/** GET /api/me: who is signed in, and what they may do in the console and where. What they may do in registry, registry says itself (/registry/v1/me). */
export function meRoute(app: Door, { guard: { policy } }: Pick<DoorPorts, 'guard'>): void {
  app.get('/api/me', { config: { access: 'signed-in' } }, async (request): Promise<Me> => {
    const { principal, session } = visitOf(request);
    request.logged = true; // asked with every page: that somebody looked at a page is said by what the page asks for
    return {
      account: principal.account,
      name: principal.name,
      csrf: session?.csrf ?? '',
      posts: principal.posts.map(({ role, title }) => ({
        role,
        roleZh: ROLES[role].zh,
        roleEn: ROLES[role].en,
        title,
      })),
      may: mayOf(policy, principal),
    };
  });
}

function mayOf(policy: Policy, who: Principal): Me['may'] {
  const entries = policy.actions.flatMap((action) => {
    const posts = who.posts.filter((post) => policy.mayAtAll(who, post, action));
    const scope = scopeOf(posts);
    return posts.length === 0 ? [] : [[action, scope === 'city' ? ('city' as const) : [...scope]] as const];
  });
  return Object.fromEntries(entries);
}
