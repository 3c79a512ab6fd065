/* A Vulkan layer that pretends, for tests on computers without a graphics card.

   FAKE_NAME=..        the name of every device
   FAKE_DISCRETE=1     each is a card of its own
   FAKE_VRAM_MB=n      each has so much memory, and refuses more
   FAKE_LOST_AFTER=n   the device is lost after n submissions of work */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vulkan/vulkan.h>
#include <vulkan/vk_layer.h>

static PFN_vkGetInstanceProcAddr instance_next;
static PFN_vkGetDeviceProcAddr device_next;
static VkInstance instance;
static _Atomic long submits;
static _Atomic long long used;
static PFN_vkGetPhysicalDeviceProperties get_properties;
static PFN_vkGetPhysicalDeviceProperties2 get_properties2;
static PFN_vkGetPhysicalDeviceMemoryProperties get_memory;
static PFN_vkGetPhysicalDeviceMemoryProperties2 get_memory2;
static PFN_vkQueueSubmit queue_submit;
static PFN_vkAllocateMemory allocate;

static long number(const char *name) {
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

static void change(VkPhysicalDeviceProperties *found) {
    const char *name = getenv("FAKE_NAME");
    if (number("FAKE_DISCRETE")) found->deviceType = VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU;
    if (name) snprintf(found->deviceName, sizeof found->deviceName, "%s", name);
}

static void change_memory(VkPhysicalDeviceMemoryProperties *found) {
    VkDeviceSize bytes = (VkDeviceSize)number("FAKE_VRAM_MB") << 20;
    for (uint32_t n = 0; bytes && n < found->memoryHeapCount; n++) found->memoryHeaps[n].size = bytes;
}

static VKAPI_ATTR void VKAPI_CALL properties(VkPhysicalDevice device, VkPhysicalDeviceProperties *found) {
    get_properties(device, found);
    change(found);
}

static VKAPI_ATTR void VKAPI_CALL properties2(VkPhysicalDevice device, VkPhysicalDeviceProperties2 *found) {
    get_properties2(device, found);
    change(&found->properties);
}

static VKAPI_ATTR void VKAPI_CALL memory(VkPhysicalDevice device, VkPhysicalDeviceMemoryProperties *found) {
    get_memory(device, found);
    change_memory(found);
}

static VKAPI_ATTR void VKAPI_CALL memory2(VkPhysicalDevice device, VkPhysicalDeviceMemoryProperties2 *found) {
    get_memory2(device, found);
    change_memory(&found->memoryProperties);
    VkDeviceSize bytes = (VkDeviceSize)number("FAKE_VRAM_MB") << 20;
    for (VkBaseOutStructure *one = found->pNext; bytes && one; one = one->pNext)
        if (one->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT) {
            VkPhysicalDeviceMemoryBudgetPropertiesEXT *budget = (void *)one;
            for (int n = 0; n < VK_MAX_MEMORY_HEAPS; n++) {
                budget->heapBudget[n] = bytes;
                budget->heapUsage[n] = used;
            }
        }
}

static VKAPI_ATTR VkResult VKAPI_CALL submit(VkQueue queue, uint32_t count, const VkSubmitInfo *work, VkFence fence) {
    long after = number("FAKE_LOST_AFTER");
    if (after && ++submits > after) return VK_ERROR_DEVICE_LOST;
    return queue_submit(queue, count, work, fence);
}

static VKAPI_ATTR VkResult VKAPI_CALL give(VkDevice device, const VkMemoryAllocateInfo *wanted,
                                           const VkAllocationCallbacks *callbacks, VkDeviceMemory *given) {
    long long bytes = (long long)number("FAKE_VRAM_MB") << 20;
    if (bytes && used + (long long)wanted->allocationSize > bytes) return VK_ERROR_OUT_OF_DEVICE_MEMORY;
    VkResult result = allocate(device, wanted, callbacks, given);
    if (result == VK_SUCCESS) used += wanted->allocationSize;
    return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL create_instance(const VkInstanceCreateInfo *wanted,
                                                      const VkAllocationCallbacks *callbacks, VkInstance *made) {
    VkLayerInstanceCreateInfo *link = (void *)wanted->pNext;
    while (link && !(link->sType == VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO && link->function == VK_LAYER_LINK_INFO))
        link = (void *)link->pNext;
    if (!link) return VK_ERROR_INITIALIZATION_FAILED;
    instance_next = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    VkResult result = ((PFN_vkCreateInstance)instance_next(NULL, "vkCreateInstance"))(wanted, callbacks, made);
    if (result != VK_SUCCESS) return result;
    instance = *made;
    get_properties = (void *)instance_next(instance, "vkGetPhysicalDeviceProperties");
    get_properties2 = (void *)instance_next(instance, "vkGetPhysicalDeviceProperties2");
    get_memory = (void *)instance_next(instance, "vkGetPhysicalDeviceMemoryProperties");
    get_memory2 = (void *)instance_next(instance, "vkGetPhysicalDeviceMemoryProperties2");
    return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *wanted,
                                                    const VkAllocationCallbacks *callbacks, VkDevice *made) {
    VkLayerDeviceCreateInfo *link = (void *)wanted->pNext;
    while (link && !(link->sType == VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO && link->function == VK_LAYER_LINK_INFO))
        link = (void *)link->pNext;
    if (!link) return VK_ERROR_INITIALIZATION_FAILED;
    PFN_vkGetInstanceProcAddr next = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    device_next = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    VkResult result = ((PFN_vkCreateDevice)next(instance, "vkCreateDevice"))(physical, wanted, callbacks, made);
    if (result != VK_SUCCESS) return result;
    queue_submit = (void *)device_next(*made, "vkQueueSubmit");
    allocate = (void *)device_next(*made, "vkAllocateMemory");
    return result;
}

static PFN_vkVoidFunction ours(const char *name);

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL device_address(VkDevice device, const char *name) {
    PFN_vkVoidFunction found = ours(name);
    return found ? found : device_next(device, name);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL instance_address(VkInstance of, const char *name) {
    PFN_vkVoidFunction found = ours(name);
    if (found) return found;
    return instance_next ? instance_next(of, name) : NULL;
}

static PFN_vkVoidFunction ours(const char *name) {
#define IS(known, function) if (!strcmp(name, known)) return (PFN_vkVoidFunction)function
    IS("vkGetInstanceProcAddr", instance_address);
    IS("vkGetDeviceProcAddr", device_address);
    IS("vkCreateInstance", create_instance);
    IS("vkCreateDevice", create_device);
    IS("vkGetPhysicalDeviceProperties", properties);
    IS("vkGetPhysicalDeviceProperties2", properties2);
    IS("vkGetPhysicalDeviceProperties2KHR", properties2);
    IS("vkGetPhysicalDeviceMemoryProperties", memory);
    IS("vkGetPhysicalDeviceMemoryProperties2", memory2);
    IS("vkGetPhysicalDeviceMemoryProperties2KHR", memory2);
    IS("vkQueueSubmit", submit);
    IS("vkAllocateMemory", give);
    return NULL;
}

VKAPI_ATTR VkResult VKAPI_CALL vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *asked) {
    asked->loaderLayerInterfaceVersion = 2;
    asked->pfnGetInstanceProcAddr = instance_address;
    asked->pfnGetDeviceProcAddr = device_address;
    asked->pfnGetPhysicalDeviceProcAddr = NULL;
    return VK_SUCCESS;
}
