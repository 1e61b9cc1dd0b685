package slipway.loadtest.generator;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import slipway.core.InvalidSpec;

/// How many arrivals a second there are from moment to moment: straight lines, one after the other.
public record RateProfile(List<Leg> legs) {
    /// Beyond it, one core is busy with sending alone.
    public static final int MAX_PER_SECOND = 50_000;

    /// A day.
    public static final Duration MAX_TIME = Duration.ofHours(24);

    /// Enough for a curve of throughput and latency, and each long enough to be measured.
    private static final int STEPS = 10;

    /// What a service that has just started needs to get into its stride.
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    private static final double NANOS = 1e9;

    /// A straight line.
    ///
    /// @param from arrivals a second at its begin, 0 to [#MAX_PER_SECOND]
    /// @param to arrivals a second at its end, likewise
    public record Leg(double from, double to, Duration time) {
        public Leg {
            require(rate(from) && rate(to), "a rate lies in 0 to " + MAX_PER_SECOND + " a second");
            require(time.isPositive(), "a leg of a load lasts longer than nothing, not " + time);
        }

        private double seconds() {
            return time.toNanos() / NANOS;
        }

        /// How many arrive in it: the area below the line.
        private double arrivals() {
            return (from + to) / 2 * seconds();
        }

        /// After how many seconds so many have arrived: the area solved for the time. In this form
        /// it loses no digits where the line is nearly level, and divides by nothing where it is.
        private double after(double arrivals) {
            double slope = (to - from) / seconds();
            double root = Math.sqrt(Math.max(0, from * from + 2 * slope * arrivals));
            return arrivals == 0 ? 0 : 2 * arrivals / (from + root);
        }
    }

    /// The shapes that have a name; each reaches the rate it is given and never exceeds it.
    public enum Shape {
        /// The rate all the time.
        CONSTANT {
            @Override
            List<Leg> legs(double rate, Duration time) {
                return List.of(new Leg(rate, rate, time));
            }
        },
        /// From none to the rate.
        RAMP {
            @Override
            List<Leg> legs(double rate, Duration time) {
                return List.of(new Leg(0, rate, time));
            }
        },
        /// Up to the rate in ten steps of the same height and length.
        STEP {
            @Override
            List<Leg> legs(double rate, Duration time) {
                return IntStream.rangeClosed(1, STEPS)
                        .mapToObj(
                                i ->
                                        new Leg(
                                                rate * i / STEPS,
                                                rate * i / STEPS,
                                                time.dividedBy(STEPS)))
                        .toList();
            }
        },
        /// A quarter of the rate; all of it for the middle fifth of the time.
        SPIKE {
            @Override
            List<Leg> legs(double rate, Duration time) {
                var calm = new Leg(rate / 4, rate / 4, time.multipliedBy(2).dividedBy(5));
                return List.of(calm, new Leg(rate, rate, time.dividedBy(5)), calm);
            }
        },
        /// The rate for as long as it takes to see what grows, after a ramp of a tenth of the time,
        /// a minute at most.
        SOAK {
            @Override
            List<Leg> legs(double rate, Duration time) {
                var tenth = time.dividedBy(10);
                var ramp = tenth.compareTo(WARM_UP) < 0 ? tenth : WARM_UP;
                return List.of(new Leg(0, rate, ramp), new Leg(rate, rate, time.minus(ramp)));
            }
        };

        abstract List<Leg> legs(double rate, Duration time);

        /// @throws InvalidSpec for a rate or a time that there is not
        public RateProfile of(double rate, Duration time) {
            require(
                    rate(rate) && rate > 0,
                    "a rate is above 0 and at most %d a second, not %s"
                            .formatted(MAX_PER_SECOND, rate));
            require(
                    time.compareTo(Duration.ofMillis(100)) >= 0 && time.compareTo(MAX_TIME) <= 0,
                    "a load lasts 100 ms to %d hours, not %s".formatted(MAX_TIME.toHours(), time));
            return new RateProfile(legs(rate, time));
        }
    }

    /// How arrivals lie beside each other.
    public enum Spacing {
        /// As far from each other as the rate has it, so that every gap is the service's.
        EVEN {
            @Override
            double first(RandomGenerator dice) {
                return 0;
            }

            @Override
            double gap(RandomGenerator dice) {
                return 1;
            }
        },
        /// As of many people who know nothing of each other. Gaps of a process of rate 1 are
        /// exponential; the profile stretches them (time rescaling; Çinlar, Introduction to
        /// Stochastic Processes, 1975, section 4.7).
        POISSON {
            @Override
            double first(RandomGenerator dice) {
                return gap(dice);
            }

            @Override
            double gap(RandomGenerator dice) {
                return dice.nextExponential();
            }
        };

        abstract double first(RandomGenerator dice);

        abstract double gap(RandomGenerator dice);
    }

    public RateProfile {
        legs = List.copyOf(legs);
        require(!legs.isEmpty(), "a load has at least one leg");
    }

    public Duration duration() {
        return legs.stream().map(Leg::time).reduce(Duration.ZERO, Duration::plus);
    }

    /// The highest rate, in arrivals a second.
    public double peak() {
        return legs.stream().mapToDouble(leg -> Math.max(leg.from(), leg.to())).max().orElseThrow();
    }

    /// How many arrivals there are; of Poisson's the mean.
    public double arrivals() {
        return legs.stream().mapToDouble(Leg::arrivals).sum();
    }

    /// When requests are due, in nanoseconds since the load began, ascending: a function of its
    /// arguments alone.
    PrimitiveIterator.OfLong times(Spacing spacing, RandomGenerator dice) {
        return new Times(spacing, dice);
    }

    private final class Times implements PrimitiveIterator.OfLong {
        private final Spacing spacing;
        private final RandomGenerator dice;

        /// Of the arrivals since the leg began that is at work.
        private double next;

        private int leg;
        private double begin;

        Times(Spacing spacing, RandomGenerator dice) {
            this.spacing = spacing;
            this.dice = dice;
            this.next = spacing.first(dice);
        }

        @Override
        public boolean hasNext() {
            while (leg < legs.size() && next >= legs.get(leg).arrivals() - HAIR) {
                next = Math.max(0, next - legs.get(leg).arrivals());
                begin += legs.get(leg).seconds();
                leg++;
            }
            return leg < legs.size();
        }

        @Override
        public long nextLong() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            double at = begin + legs.get(leg).after(next);
            next += spacing.gap(dice);
            return Math.round(at * NANOS);
        }
    }

    /// Sums of fractions miss a whole number by less; 10 a second for a second are ten arrivals.
    private static final double HAIR = 1e-6;

    private static boolean rate(double rate) {
        return 0 <= rate && rate <= MAX_PER_SECOND;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidSpec(otherwise);
        }
    }
}
