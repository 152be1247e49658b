using FsCheck;
using FsCheck.Fluent;

namespace OciFs.Reference.Stacks;

/// <summary>Random stacks of layers for properties, and how FsCheck makes those that fail small.</summary>
public static class StackArbitrary
{
    /// <summary>Stacks of <see cref="StackGenerator"/>, each of a number of its own.</summary>
    public static Arbitrary<LayerStack> Of(StackOptions options) => Arb.From(
        Gen.Choose(0, int.MaxValue).Select(seed => StackGenerator.Generate(seed, options)), StackShrinker.Smaller);
}
