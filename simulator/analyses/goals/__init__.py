"""Goals: what it takes to reach a number with a stated probability, by money and by people.

goal            what is to be reached, and by when
reading         what a run says of goals, world by world: sums over channels
tables          the same for every amount that a channel may have
search          the smallest budget, or the largest that keeps to a goal, in the worlds of a search
proof           that no smaller budget does it, or no larger one, in those worlds
reach           reach: the answer, scored again in worlds that had no part in choosing it
improving       the same where improvements may be bought from the budget
backwards       the people that it takes at every stage, by quarter and channel
rates           what each rate would have to be to close a gap alone, and what a better one is worth
prices          the highest price at which a channel still pays
advice          which stage to work on first, and why
"""
