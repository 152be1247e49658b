using System.Runtime.Loader;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Instrument;

namespace OciFs.Fuzz.Tests;

/// <summary>The fuzzer can find: counters count, the planted bug is reached, and what it found is made short. One at a time: the counters are shared.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocifs-fuzz").FullName;
    private readonly AssemblyInstrumenter _instrumenter = new();
    private readonly Type _toy;

    public EngineTests()
    {
        var copy = Path.Combine(_folder, "OciFs.Fuzz.Tests.dll");
        _instrumenter.Rewrite(typeof(Toy).Assembly.Location, copy);
        _toy = new AssemblyLoadContext("instrumented").LoadFromAssemblyPath(copy).GetType(typeof(Toy).FullName!)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Instrumented_code_does_the_same_and_counts()
    {
        var compute = _toy.GetMethod(nameof(Toy.Compute))!.CreateDelegate<Func<int, int>>();
        Assert.Equal(Toy.Compute(100), compute(100));

        var (few, many) = (Count(() => compute(3)), Count(() => compute(4)));
        Assert.True(many.Count > few.Count, "a way that was not gone before is an edge that was not met before");
        Assert.Equal(many, Count(() => compute(4)));
        Assert.InRange(_instrumenter.Edges, many.Count, Coverage.MostEdges);
    }

    [Fact]
    public void A_loop_that_runs_longer_is_new_by_orders_of_magnitude()
    {
        var compute = _toy.GetMethod(nameof(Toy.Compute))!.CreateDelegate<Func<int, int>>();
        var met = new EdgeSet();
        Assert.True(met.Add(Count(() => compute(40))));
        Assert.False(met.Add(Count(() => compute(44))));
        Assert.True(met.Add(Count(() => compute(400))));
    }

    [Fact]
    public void The_planted_bug_is_found_with_counters_and_not_without()
    {
        var blind = Search(Toy.Read, runs: 200_000);
        var guided = Search(_toy.GetMethod(nameof(Toy.Read))!.CreateDelegate<Action<byte[]>>(), runs: 200_000);
        Assert.Null(blind);
        Assert.StartsWith("InvalidOperationException", guided?.Kind, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_is_made_as_short_as_it_can_be()
    {
        var input = "some text FUZZ and more of it"u8.ToArray();
        Assert.Equal("FUZZ"u8.ToArray(), Minimizer.Minimize(input, shorter => shorter.AsSpan().IndexOf("FUZZ"u8) >= 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Taking_too_much_memory_is_a_finding()
    {
        var finding = new Target(new ToyHarness(_ => GC.KeepAlive(new byte[200 << 20]))).Run([]);
        Assert.StartsWith("toomuchmemory", finding?.Kind, StringComparison.Ordinal);
    }

    private static List<(int Edge, byte Bucket)> Count(Action run)
    {
        Coverage.Counters.Clear();
        run();
        return EdgeSet.Read(Coverage.Counters);
    }

    private static Engine.Finding? Search(Action<byte[]> read, int runs)
    {
        Engine.Finding? found = null;
        var loop = new FuzzLoop(new ToyHarness(read), seed: 1, (_, run) => run()) { Found = (_, finding) => found ??= finding };
        loop.Take([new byte[8]]);
        loop.Search(() => found is null && loop.Runs < runs);
        return found;
    }

    private sealed class ToyHarness(Action<byte[]> read) : Harness
    {
        public override string Name => "toy";

        public override int MostBytes => 16;

        public override IEnumerable<byte[]> Seeds() => [];

        public override void Run(byte[] input) => read(input);
    }
}
