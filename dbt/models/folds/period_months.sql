-- Which months a period adds up: a month itself, the months of a quarter, of a year.
select periods.period, periods.grain, months.month_on
from {{ ref('periods') }} as periods
inner join {{ ref('months') }} as months on months.month_on between periods.first_on and periods.last_on
