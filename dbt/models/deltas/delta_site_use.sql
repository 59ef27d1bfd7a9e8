-- Love corners at merchants, with all three services and how many of the three each offers, sites opened, and bodies with a legal post of their own
-- level (the district's centre, a street's station), however many they have. A post ends with its body as well: a street
-- that merged is no longer among the bodies that should have one.
{{ config(pre_hook="{{ replace_touched('site') }}") }}
{% set legal = "exists (select 1 from " ~ live('stg_org_unit_registered') ~ " as body
        where body.unit_code = coalesce(fact.unit_code, fact.source)
        and ((body.level = 'district' and fact.site_type = 'legal_centre')
            or (body.level = 'street' and fact.site_type = 'legal_station')))" %}
{% set columns = 'occurred_on, recorded_at, fact_id, position' %}
{% set gone %}(
        select site_no, {{ columns }}
        from (
            select
                opened.site_no, ended.*,
                row_number() over (partition by opened.site_no order by ended.occurred_on, ended.fact_id) as nth
            from {{ live('stg_service_site_opened') }} as opened
            inner join (
                select site_no as ended_code, {{ columns }} from {{ live('stg_service_site_closed') }}
                {%- for end in ['closed', 'merged', 'split'] %}
                union all
                select unit_code, {{ columns }} from {{ live('stg_org_unit_' ~ end) }}
                {%- endfor %}
            ) as ended
                on ended.ended_code in (opened.site_no, coalesce(opened.unit_code, opened.source))
                and opened.occurred_on <= ended.occurred_on
        ) as ends
        where nth = 1
    ){% endset %}
{% set services = "(case when fact.offers_water then 1 else 0 end + case when fact.offers_meals then 1 else 0 end
        + case when fact.offers_rest then 1 else 0 end)" %}
{{ deltas_of('site', [
    {'fact': 'service_site_opened', 'measure': 'sites_opened_{site_type}'},
    {'fact': 'service_site_opened', 'measure': 'love_corners_at_merchants', 'ends': 'service_site_closed',
        'where': "fact.site_type = 'love_corner' and fact.host_kind = 'merchant'"},
    {'fact': 'service_site_opened', 'measure': 'love_corners_three_services', 'ends': 'service_site_closed',
        'where': "fact.site_type = 'love_corner' and fact.offers_water and fact.offers_meals and fact.offers_rest"},
    {'fact': 'service_site_opened', 'measure': 'love_corner_services', 'ends': 'service_site_closed',
        'where': "fact.site_type = 'love_corner'", 'amount': services},
    {'fact': 'service_site_opened', 'measure': 'legal_posts', 'ends': 'service_site_closed',
        'ended_by': gone, 'entity': 'coalesce(fact.unit_code, fact.source)', 'distinct': true, 'where': legal},
]) }}
