-- Love corners at merchants, with all three services and how many of the three each offers, sites opened, and bodies with a legal post of their own
-- level (the district's centre, a street's station), however many they have.
{{ config(pre_hook="{{ replace_touched('site') }}") }}
{% set legal = "exists (select 1 from " ~ live('stg_org_unit_registered') ~ " as body
        where body.unit_code = coalesce(fact.unit_code, fact.source)
        and ((body.level = 'district' and fact.site_type = 'legal_centre')
            or (body.level = 'street' and fact.site_type = 'legal_station')))" %}
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
        'entity': 'coalesce(fact.unit_code, fact.source)', 'distinct': true, 'where': legal},
]) }}
