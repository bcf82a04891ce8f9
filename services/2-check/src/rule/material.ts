import { type DossierMaterial, type Emit, emit, type MaterialChecked, type Scheme } from '@guidang/contracts';
import {
  contentsOf,
  formFacts,
  isRefusal,
  judgeMaterial,
  type MaterialFacts,
  materialFacts,
  rulesOf,
} from '@guidang/properties';
import { appliedRules } from './applied-rules.ts';
import { filesOf, ImpossibleFacts, type MaterialFound } from './facts.ts';
import { bringsForm, type FormInput, type MaterialInput } from './input.ts';

/** 四性检测 of one material as it comes, or of the application form. Good news or bad, every finding stands in the link. */
export function checkMaterial(
  input: MaterialInput,
  scheme: Scheme,
  found: MaterialFound,
  at: string,
): Emit<MaterialChecked['body']> {
  const facts = bringsForm(input) ? ofForm(input, found, at) : ofMaterial(input.body.material, scheme, found, at);
  const rules = rulesOf(scheme);
  const findings = judgeMaterial(rules, facts);
  return emit('MaterialChecked', 1, {
    material: facts.material,
    rules: appliedRules(rules),
    verdict: findings.some(isRefusal) ? 'failed' : 'passed',
    findings,
  });
}

function ofMaterial(material: DossierMaterial, scheme: Scheme, found: MaterialFound, at: string): MaterialFacts {
  if (found.form !== null) throw new ImpossibleFacts('facts of a form where there is none');
  return materialFacts(material, scheme, filesOf(found, contentsOf(material)), at);
}

function ofForm({ body }: FormInput, found: MaterialFound, at: string): MaterialFacts {
  const form = body.form!;
  const [looked] = filesOf(found, [form.content]);
  return formFacts(form, looked!, found.form, at);
}
