using OciFs.Layers;

namespace OciFs.Tests.Tree;

/// <summary>A layer that is there, or is not yet, as a test says.</summary>
internal sealed class HeldLayer(LayerContent content, bool isRead) : IStackedLayer
{
    public LayerContent Content => ContentIfReady ?? throw new NotReadyException(Task.CompletedTask);

    public LayerContent? ContentIfReady => isRead ? content : null;
}
