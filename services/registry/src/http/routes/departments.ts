import { CHANGING, SAFE, visitOf } from '@guidang/access';
import { FondsNumber, text } from '@guidang/contracts';
import { z } from 'zod';
import {
  addDepartment,
  allDepartments,
  changeDepartment,
  type Department,
  departmentById,
  subtreeOf,
} from '../../tables/departments.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, problems, unfit } from '../problem.ts';
import { DepartmentId, ifMatch, versioned } from '../shapes.ts';

const fields = {
  kind: z.enum(['unit', 'section']).describe('机构, with a 统一社会信用代码, or 内设机构 inside one'),
  name: text(200).describe('单位名称'),
  parent: DepartmentId.nullable().describe('上级机构; null at the top'),
  fonds: FondsNumber.nullable().describe('全宗号; a section is archived under that of its unit and has none'),
  position: z.number().int().min(0).max(1_000_000).describe('排序'),
  active: z.boolean(),
};
const Content = z.strictObject(fields).describe('组织机构');
export const NewDepartment = Content.extend({ id: DepartmentId });
const Entry = z.object({ id: DepartmentId, ...fields, ...versioned }).describe('组织机构 as it stands');

/** 组织机构 (GB/T 39784-2021 11.4-3). */
export function departmentRoutes(app: Door, { store, log, now }: RegistryPorts): void {
  app.get(
    '/v1/departments',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'listDepartments',
        tags: ['catalogue'],
        summary: '组织机构 / departments',
        description: 'All of them; `parent` makes the tree.',
        security: SAFE,
        response: { 200: z.object({ items: z.array(Entry) }), ...problems },
      },
    },
    async (request) => ({ items: await store.within(visitOf(request).scope, allDepartments) }),
  );
  app.get(
    '/v1/departments/:id',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'getDepartment',
        tags: ['catalogue'],
        summary: '一个组织机构 / one department',
        security: SAFE,
        params: z.object({ id: DepartmentId }),
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const found = await store.within(visitOf(request).scope, (tx) => departmentById(tx, request.params.id));
      if (found === undefined) throw notFound();
      return tagged(reply, found);
    },
  );
  app.post(
    '/v1/departments',
    {
      config: { access: { action: 'department.edit' } },
      schema: {
        operationId: 'addDepartment',
        tags: ['catalogue'],
        summary: '新增组织机构 / add a department',
        security: CHANGING,
        body: NewDepartment,
        response: { 201: Entry, ...problems },
      },
    },
    async (request, reply) => {
      mustFit(request.body);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const added = await addDepartment(tx, request.body, byOf(request, now));
        await record(request, log, tx, 'department.edit', [{ target: targetOf(added), after: added }]);
        return added;
      });
      return tagged(reply.code(201), entry);
    },
  );
  app.put(
    '/v1/departments/:id',
    {
      config: { access: { action: 'department.edit' } },
      schema: {
        operationId: 'changeDepartment',
        tags: ['catalogue'],
        summary: '修改组织机构 / change a department',
        security: CHANGING,
        params: z.object({ id: DepartmentId }),
        headers: ifMatch,
        body: Content,
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const after: Department = { id: request.params.id, ...request.body };
      mustFit(after);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const before = await departmentById(tx, after.id);
        if (before === undefined) throw notFound();
        if (after.parent !== null && (await subtreeOf(tx, after.id)).includes(after.parent))
          throw unfit([
            { field: 'parent', rule: 'CIRCLE', message: '上级不能是自己或下级 / a department is not below itself' },
          ]);
        const changed = await changeDepartment(tx, after, version, byOf(request, now));
        await record(request, log, tx, 'department.edit', [{ target: targetOf(changed), before, after: changed }]);
        return changed;
      });
      return tagged(reply, entry);
    },
  );
}

const targetOf = ({ id }: Pick<Department, 'id'>) => ({ type: 'department', id, department: id });

/** A unit has its code for a name; a section stands below the unit whose code begins its own. */
function mustFit({ id, kind, parent, fonds }: Department): void {
  const faults = [];
  if ((kind === 'unit') !== (id.length === 18))
    faults.push({
      field: 'id',
      rule: 'KIND',
      message:
        '机构以统一社会信用代码为标识，内设机构再加“.编码” / a unit has its code for an id, a section that and .<code>',
    });
  if (kind === 'section' && parent?.slice(0, 18) !== id.slice(0, 18))
    faults.push({
      field: 'parent',
      rule: 'SECTION_PARENT',
      message: '内设机构的上级须在同一机构内 / a section stands inside its unit',
    });
  if (kind === 'section' && fonds !== null)
    faults.push({ field: 'fonds', rule: 'SECTION_FONDS', message: '内设机构没有全宗号 / a section has no 全宗号' });
  if (faults.length > 0) throw unfit(faults);
}
