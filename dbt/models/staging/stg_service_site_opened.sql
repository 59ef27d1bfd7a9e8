-- Written by ingestion.contracts.staging from contract service_site_opened; change that, not this.
with events as (
    {{ log_events('service_site_opened') }}
),

typed as (
    select
        subject as site_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'site_name') }} as site_name,
        {{ json_text('data', 'site_type') }} as site_type,
        {{ json_text('data', 'host_kind') }} as host_kind,
        cast({{ json_text('data', 'offers_water') }} as boolean) as offers_water,
        cast({{ json_text('data', 'offers_meals') }} as boolean) as offers_meals,
        cast({{ json_text('data', 'offers_rest') }} as boolean) as offers_rest,
        cast({{ json_text('data', 'offers_charging') }} as boolean) as offers_charging,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
