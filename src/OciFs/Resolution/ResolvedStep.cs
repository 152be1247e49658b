using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>A step of a platform's making.</summary>
/// <param name="History">What the config tells of it.</param>
/// <param name="Layer">
/// Number of the layer that it made; null where it made none, and for all steps where those that made layers are not as many as there are
/// layers: which made which is a guess then.
/// </param>
public sealed record ResolvedStep(ImageHistory History, int? Layer)
{
    /// <summary>The steps of a history over a number of layers.</summary>
    internal static ImmutableArray<ResolvedStep> Each(ImmutableArray<ImageHistory> history, int layers)
    {
        var match = history.Count(step => !step.EmptyLayer) == layers;
        var layer = 0;
        return [.. history.Select(step => new ResolvedStep(step, match && !step.EmptyLayer ? layer++ : null))];
    }
}
