-- Which measures an enterprise counts for, by its coverage, type and mechanism (twelve states in all).
{{ config(materialized='view') }}
with states as (
    select covers.coverage, forms.is_new_form, mechanisms.has_mechanism
    from (values ('own_union'), ('federation'), ('none')) as covers (coverage)
    cross join (values (true), (false)) as forms (is_new_form)
    cross join (values (true), (false)) as mechanisms (has_mechanism)
)

select 'enterprises' as delta_id, coverage, is_new_form, has_mechanism from states
union all
select 'enterprises_' || coverage, coverage, is_new_form, has_mechanism from states
union all
select 'new_form_enterprises', coverage, is_new_form, has_mechanism from states where is_new_form
union all
select 'new_form_' || coverage, coverage, is_new_form, has_mechanism from states where is_new_form
union all
select 'own_union_with_mechanism', coverage, is_new_form, has_mechanism
from states
where has_mechanism and coverage = 'own_union'
