"""The best split of a budget over the channels of a plan: answer, bound, and what speaks for it.

problem         what is to be divided, and by what it is judged
best            best_allocation, and what is known of its answer
by_period       a split for each quarter, or for each month
periods         those, and the amounts that may be chosen in each
period_search   how periods are divided: one after the other, by a guide, and by trying
guide           a sum over channels that stands for any objective near a plan
stretches       neighbours among periods that are divided alike, so that few amounts change
period_bound    what no split by period brings more than
monthly_outcomes    what plans bring whose channels have any amount in any month
right_total     the best split of every total
reasons         what a little more money brings, in each channel and on each limit
objectives      what a split is to bring the most of
grid            the amounts that may be chosen, as limits allow
alone           a channel by itself: its customers, and what they bring
tables, means   what each channel brings by how much it gets, draw by draw and on average
search          which way a problem is solved
scarce_room     a price on a capacity: a bound
best_mean       sums over channels, proven; the best of every smaller total with them
best_worst      the average of the worst worlds, by cuts
outcomes, kept  what any amounts bring, and whether they keep to limits
ruling_out      all splits searched for one that reaches a number in enough worlds
exchange        money moved from one channel to another, for all else
improving       which improvements to buy beside the channels
improved_total  the right total where they may be bought from it
improved_by_period  a split by period of what they leave
copies          improvements of a channel that stands there many times over
split           the problems of numbers behind these: dynamic programming, and mixed-integer programmes
"""
