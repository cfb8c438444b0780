/** What the server answers, by the page's names. The shapes are made from its description: `npm run client`. */

import type { components } from './openapi';

type Schemas = components['schemas'];

/**
 * An answer as it comes: what may be null is always there, which the description does not say; bytes are two numbers, from
 * and to.
 */
type Answered<T> = T extends readonly unknown[]
	? number extends T['length']
		? Answered<T[number]>[]
		: T
	: T extends object
		? {
				[Name in keyof T as null extends T[Name] ? Name : never]-?: Field<Name, Exclude<T[Name], undefined>>;
			} & {
				[Name in keyof T as null extends T[Name] ? never : Name]: Field<Name, T[Name]>;
			}
		: T;
type Field<Name, T> = Name extends 'bytes' ? (T extends number[] ? [number, number] : T) : Answered<T>;

/** The answer that the description calls `Name`. */
export type Answer<Name extends keyof Schemas> = Answered<Schemas[Name]>;

/** A page of a list. */
export interface Items<T> {
	items: T[];
	next: string | null;
}

export type Person = Answer<'PersonView'>;
export type Role = Person['role'];
export type Session = Answer<'SessionView'>;
export type Invitation = Answer<'InvitationView'>;
export type Token = Answer<'TokenView'>;

export type Review = Answer<'ReviewView'>;
export type ReviewCard = Answer<'ReviewLine'>;
export type ReviewRole = NonNullable<ReviewCard['role']>;
export type Phase = ReviewCard['phase'];
export type Noun = keyof Review['steps'];
export type StepState = Review['steps'][Noun]['state'];
export type Found = Answer<'FoundView'>;
export type PastedLine = Answer<'LineView'>;
export type ProposedQuestion = Answer<'QuestionView'>;
export type Remark = Answer<'FindingView'>;
export type Sitting = Answer<'SittingView'>;
export type Change = Answer<'ChangeView'>;

export type Incident = Answer<'IncidentAnswer'>;
export type Source = Answer<'SourceAnswer'>;
export type Clock = Answer<'ClockAnswer'>;
export type Redrafted = Answer<'Redrafted'>;
export type Job = Answer<'Job'>;
export type Problem = Answer<'Told'>;
